import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { z } from 'zod'
import type { ConfigFault } from '../../acd/policy/policy.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { StoreError } from '../store/store.ts'

type More = {
  readonly retryAfterSeconds?: number
  readonly faults?: readonly ConfigFault<string>[]
}

/** A request that is not served; the one error handler turns it into `refusal` of cti/api.ts. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly reason: ReasonCode
  readonly retryAfterSeconds?: number
  readonly faults?: readonly ConfigFault<string>[]
  constructor(status: number, reason: ReasonCode, message: string, more: More = {}) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.reason = reason
    Object.assign(this, more)
  }
}

export const starting = (): HttpRefusal =>
  new HttpRefusal(503, 'starting', 'The centre is starting. Try again in a moment.', {
    retryAfterSeconds: 2,
  })

/** Any reason would tell a stranger which contacts and people there are. */
export const notFound = (what: string): HttpRefusal =>
  new HttpRefusal(404, 'unknown-target', `There is no such ${what}, or you may not see it.`)

/** What makes no sense to routing, in one sentence each. */
export const faulty = (faults: readonly ConfigFault<string>[]): HttpRefusal =>
  new HttpRefusal(422, 'faulty-policy', faults.map(({ text }) => text.en).join('; '), { faults })

/** A body or query as its schema reads it; 400 names the fields that are wrong. */
export function read<Schema extends z.ZodType>(schema: Schema, given: unknown): z.infer<Schema> {
  const result = schema.safeParse(given ?? {})
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new HttpRefusal(400, 'bad-frame', faults.join('; '))
}

/** The last route below /api. */
export const unknownPath: RequestHandler = (request) => {
  throw new HttpRefusal(
    404,
    'unknown-target',
    `${request.method} ${request.path} is not served here.`,
  )
}

/** The one place where errors become responses. */
export function handleErrors(log: (fields: object, message: string) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const refusal = refusalOf(error)
    if (refusal.status >= 500 && refusal.reason === 'internal-error')
      log({ err: error, method: request.method, path: request.path }, 'a request failed')
    if (response.headersSent) {
      next(error)
      return
    }
    if (refusal.retryAfterSeconds !== undefined)
      response.set('Retry-After', String(refusal.retryAfterSeconds))
    const { status, reason, message, faults } = refusal
    response.status(status).json({ reason, message, ...(faults && { faults }) })
  }
}

function refusalOf(error: unknown): HttpRefusal {
  if (error instanceof HttpRefusal) return error
  if (error instanceof StoreError) return starting()
  const status = statusOf(error)
  if (status === 413) return new HttpRefusal(413, 'bad-frame', 'The body is larger than 1 MB.')
  if (status === 416)
    return new HttpRefusal(416, 'bad-frame', 'The range lies outside of the file.')
  // 403 is a path that would lead out of the folder.
  if (status === 404 || status === 403) return notFound('file')
  if (status >= 400 && status < 500)
    return new HttpRefusal(status, 'bad-frame', 'The request cannot be read; a body must be JSON.')
  return new HttpRefusal(500, 'internal-error', 'Something went wrong here. It is in the log.')
}

/** express and its body reader put the status on the error (http-errors). */
function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : 500
}

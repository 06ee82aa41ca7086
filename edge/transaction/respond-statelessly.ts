import { createHmac, randomBytes } from 'node:crypto'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { responseText } from '../message/response-text.ts'

/** A final response of which nothing is kept, RFC 3261 section 8.2.7: a repeat of the request gets the same one. */
export function refuseStatelessly(
  request: Request,
  hop: Hop,
  status: number,
  reason: string,
  retryAfterSeconds?: number,
): void {
  const wait = { name: 'Retry-After', key: 'retry-after', value: String(retryAfterSeconds) }
  const headers = retryAfterSeconds === undefined ? [] : [wait]
  const toTag = tagFor(request)
  hop.send(responseText(request, { status, reason, toTag, headers, local: hop.local }))
}

/** So that not everybody comes back at once. */
export const retryAfterSeconds = (): number => 5 + Math.floor(Math.random() * 11)

const key = randomBytes(16)

function tagFor({ callId, fromTag, via, cseq }: Request): string {
  const identity = `${callId} ${fromTag} ${via.branch} ${cseq}`
  return createHmac('sha256', key).update(identity).digest('hex').slice(0, 16)
}

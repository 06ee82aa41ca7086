import { createHmac, randomBytes } from 'node:crypto'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { responseText } from '../message/response-text.ts'
import type { Header } from '../message/scan.ts'
import { stepInviteServer } from './invite-server.ts'
import { stepNonInviteServer } from './non-invite-server.ts'
import type { ServerTransaction } from './transactions.ts'

/** A response that is written already. */
export function respond(transaction: ServerTransaction, status: number, text: string): void {
  const event = { type: 'respond', status, text } as const
  if (transaction.kind === 'invite') stepInviteServer(transaction, event)
  else stepNonInviteServer(transaction, event)
}

/** A response that needs no application. */
export function respondPlainly(
  request: Request,
  transaction: ServerTransaction,
  status: number,
  reason: string,
  toTag?: string,
  more: readonly Header[] = [],
): void {
  const { local } = transaction.hop
  const retryAfter = { name: 'Retry-After', key: 'retry-after', value: '5' }
  const headers = status === 500 ? [retryAfter, ...more] : more
  const text = responseText(request, { status, reason, toTag, headers, local })
  respond(transaction, status, text)
}

/** A final response of which nothing is kept, RFC 3261 section 8.2.7: a repeat of the request gets the same one. */
export function respondStatelessly(
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

import type { SipResponse } from '../message.ts'

/** What came of a request to a proxy. */
export type Reply = {
  /** 0: it could not be sent. */
  readonly status: number
  /** For the engineer: the status line, or why nobody answered. */
  readonly detail: string
  /** The far end itself said so; otherwise the edge, or nobody. */
  readonly isHeard: boolean
  readonly retryAfterSeconds?: number
  readonly minExpiresSeconds?: number
}

/** Reads a final response; one that the edge made up has no address. */
export function readReply(response: SipResponse): Reply {
  const { status } = response
  const isHeard = response.source_address !== ''
  const retryAfterSeconds = secondsIn(response.get('retry-after'))
  const minExpiresSeconds = secondsIn(response.get('min-expires'))
  return {
    status,
    isHeard,
    detail: isHeard ? `${status} ${plain(response.reason)}`.trim() : silence(status),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(minExpiresSeconds !== undefined && { minExpiresSeconds }),
  }
}

export const unsent = (why: string): Reply => ({ status: 0, detail: plain(why), isHeard: false })

/** Longest wait and longest registration that we take anybody's word for, s. */
const mostSeconds = 86_400

export function secondsIn(text: string | undefined): number | undefined {
  const seconds = parseInt(text ?? '', 10)
  return seconds >= 0 ? Math.min(seconds, mostSeconds) : undefined
}

const silence = (status: number): string => (status === 408 ? 'no answer' : 'cannot be reached')

/** A stranger's text, as it may stand in a log. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ').slice(0, 100)

import type { Request, Response } from '../message/message.ts'
import { lists, understands, withTag } from '../message/option-tags.ts'
import { type Header, headerOf, type WithHeaders } from '../message/scan.ts'

/** How sessions are kept alive, RFC 4028. */
export type SessionOptions = {
  /** After so long without a refresh a session counts as over. */
  readonly seconds: number
  /** Whoever wants less is refused with 422. */
  readonly minSeconds: number
  /** Who refreshes when a caller leaves it open. `none`: then nobody does, and the edge never asks for it itself. */
  readonly refresher: 'uac' | 'uas' | 'none'
}

/** RFC 4028 sections 4 and 5. */
export const standardSessions: SessionOptions = { seconds: 1800, minSeconds: 90, refresher: 'uas' }

/** What a 2xx settled. */
export type SessionTerms = {
  readonly seconds: number
  readonly weRefresh: boolean
  /** The far end, or a proxy on the way, keeps a timer too: only a 2xx refreshes then. */
  readonly isAgreed: boolean
}

type SessionExpires = { readonly seconds: number; readonly refresher: string | undefined }

/** Session-Expires as a message has it. */
export function sessionExpiresOf(message: WithHeaders): SessionExpires | undefined {
  const value = headerOf(message, 'session-expires')
  const [, seconds, rest = ''] = /^\s*(\d{1,9})(.*)$/.exec(value ?? '') ?? []
  if (!seconds) return undefined
  const refresher = /;\s*refresher\s*=\s*(ua[cs])/i.exec(rest)?.[1]?.toLowerCase()
  return { seconds: Number(seconds), refresher }
}

/** Min-SE of a 422, or undefined. */
export function minSeOf(message: WithHeaders): number | undefined {
  const seconds = Number.parseInt(headerOf(message, 'min-se') ?? '', 10)
  return seconds > 0 && seconds < 1e9 ? seconds : undefined
}

/** RFC 4028 section 9: who knows of timers may be told that this one is too short. */
export function isIntervalTooSmall(request: Request, { minSeconds }: SessionOptions): boolean {
  const wanted = sessionExpiresOf(request)
  return wanted !== undefined && wanted.seconds < minSeconds && understands(request, 'timer')
}

export const minSe = (seconds: number): Header => headed('Min-SE', String(seconds))

/** The terms of our 2xx to an INVITE or UPDATE, and its headers; those of the application go first. */
export function answeredTerms(
  request: Request,
  headers: readonly Header[],
  options: SessionOptions,
  isWatched: boolean,
): { headers: readonly Header[]; terms: SessionTerms | undefined } {
  const isAgreed = understands(request, 'timer')
  const own = sessionExpiresOf({ headers })
  if (own) {
    const weRefresh = own.refresher !== 'uac'
    return { headers, terms: { seconds: own.seconds, weRefresh, isAgreed } }
  }
  const wanted = sessionExpiresOf(request)
  const isOff = options.refresher === 'none' && !wanted?.refresher
  if (isOff || (!wanted && isWatched)) return { headers, terms: undefined }
  const refresher = refresherOf(wanted, isAgreed, options)
  const seconds = Math.max(options.minSeconds, wanted?.seconds ?? options.seconds)
  const said = [...headers, headed('Session-Expires', `${seconds};refresher=${refresher}`)]
  return {
    headers: isAgreed ? withTag(said, 'Require', 'timer') : said,
    terms: { seconds, weRefresh: refresher === 'uas', isAgreed },
  }
}

/** A caller that knows no timers can't refresh; one that does may choose, RFC 4028 section 9, table 2. */
function refresherOf(
  wanted: SessionExpires | undefined,
  isAgreed: boolean,
  options: SessionOptions,
) {
  if (!isAgreed) return 'uas'
  return wanted?.refresher ?? (options.refresher === 'uac' ? 'uac' : 'uas')
}

/** The headers of an INVITE or UPDATE of ours, unless the application wrote its own. */
export function offeredHeaders(
  headers: readonly Header[],
  present: SessionTerms | undefined,
  options: SessionOptions,
): readonly Header[] {
  if (sessionExpiresOf({ headers })) return headers
  const refresher = present && `;refresher=${present.weRefresh ? 'uac' : 'uas'}`
  const value = `${present?.seconds ?? options.seconds}${refresher ?? ''}`
  const said = [...headers, headed('Session-Expires', value), minSe(options.minSeconds)]
  return withTag(said, 'Supported', 'timer')
}

/** The terms of a 2xx to our INVITE or UPDATE, which asked for `offered` seconds. */
export function acceptedTerms(response: Response, offered: number): SessionTerms {
  const settled = sessionExpiresOf(response)
  // A far end that knows no timers is asked now and then all the same: it may be gone.
  if (!settled) return { seconds: offered, weRefresh: true, isAgreed: false }
  const weRefresh = settled.refresher !== 'uas'
  return { seconds: settled.seconds, weRefresh, isAgreed: true }
}

const headed = (name: string, value: string): Header => ({ name, key: name.toLowerCase(), value })

export const refusesUpdate = (response: Response): boolean =>
  [405, 501].includes(response.status) && !lists(response, 'allow', 'update')

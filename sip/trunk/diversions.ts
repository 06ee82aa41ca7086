import type { Diversion } from '../../core/trunk.ts'
import { readAddress } from '../address.ts'
import { parameterBehind, splitEntries } from './header-list.ts'

/** Nobody is diverted more often; what is beyond is a loop. */
const most = 10

/** How a call was diverted before it came, the first diversion first. */
export function readDiversions(
  historyInfo: string | undefined,
  diversion: string | undefined,
): readonly Diversion[] {
  const told = historyInfo ? fromHistory(historyInfo) : []
  return (told.length > 0 ? told : fromDiversion(diversion ?? '')).slice(0, most)
}

/** RFC 5806 section 4: whoever diverts puts himself on top. */
function fromDiversion(text: string): readonly Diversion[] {
  return splitEntries(text)
    .flatMap((entry) => diversionOf(readAddress(entry)?.user, parameterBehind(entry, 'reason')))
    .reverse()
}

/**
 * RFC 7044: where the request was aimed at, step by step; the last entry is where it is now. Diverted is an entry whose
 * target was replaced by that of another user (`mp` names it), or that says by which response it was left.
 */
function fromHistory(text: string): readonly Diversion[] {
  const entries = splitEntries(text).map((entry) => ({
    user: readAddress(entry)?.user,
    index: parameterBehind(entry, 'index'),
    mapped: parameterBehind(entry, 'mp'),
    cause: causeIn(entry),
    targetCause: /;cause=(\d{3})/i.exec(entry)?.[1],
  }))
  const diverted = entries.slice(0, -1).flatMap(({ user, index, cause }, at) => {
    const next = entries.slice(at + 1).find(({ mapped }) => mapped === index && index !== undefined)
    // RFC 4458: the URI that came next may carry the cause.
    const why = cause ?? next?.targetCause ?? entries[at + 1]?.targetCause
    if (next === undefined && why === undefined) return []
    return diversionOf(user, why && (words[why] ?? 'unknown'))
  })
  // A step to another address of the same user is none.
  return diverted.filter(({ number }, at) => number !== diverted[at - 1]?.number)
}

/** In a Reason header that stands escaped in the URI: `?Reason=SIP%3Bcause%3D302`. */
const causeIn = (entry: string): string | undefined =>
  /[?&]Reason=SIP%3B(?:[^&>]*%3B)?cause%3D(\d{3})/i.exec(entry)?.[1]

/** RFC 4458's causes in the words of RFC 5806. */
const words: Readonly<Record<string, string>> = {
  302: 'unconditional',
  404: 'unknown',
  408: 'no-answer',
  480: 'deflection',
  486: 'user-busy',
  487: 'deflection',
  503: 'unavailable',
}

const diversionOf = (number: string | undefined, reason: string | undefined): Diversion[] =>
  number ? [{ number, ...(reason && { reason: reason.toLowerCase() }) }] : []

import type { Event } from '../event.ts'
import type { LegId } from '../names.ts'

/** A call outside that costs something: from its answer to its end, ms. While it rings, its first minute is kept free. */
type Metered = {
  readonly leg: LegId
  readonly perMinute: number
  readonly from?: number
  readonly to?: number
}

/** The calls that cost something in the last 60 minutes, in the order of their beginning. */
export type Ledger = readonly Metered[]

const minuteMs = 60_000
const windowMs = 60 * minuteMs

/** What all begun minutes of the 60 minutes before `at` cost. */
export const spentAt = (ledger: Ledger, at: number): number =>
  ledger.reduce((sum, call) => sum + call.perMinute * minutesOf(call, at), 0)

/** Minutes of one call that have begun in the window. A minute that begins as the call ends is none. */
function minutesOf({ from, to }: Metered, at: number): number {
  if (from === undefined) return 1
  const begun =
    to === undefined
      ? Math.floor((at - from) / minuteMs) + 1
      : Math.max(1, Math.ceil((to - from) / minuteMs))
  const before = at - windowMs - from
  return Math.max(0, before < 0 ? begun : begun - Math.floor(before / minuteMs) - 1)
}

/** What each event says of calls that cost something. Of a call that another network makes only the beginning is known. */
export function followSpend(ledger: Ledger, event: Event): Ledger {
  const { at } = event
  switch (event.type) {
    case 'outbound.routed': {
      const { leg, perMinute, how } = event
      if (!perMinute) return ledger
      const known = how === 'refer' ? { from: at, to: at } : {}
      const recent = ledger.filter((call) => minutesOf(call, at) > 0)
      return [...recent, { leg, perMinute, ...known }]
    }
    case 'leg.answered':
      return change(ledger, event.leg, (call) =>
        call.from === undefined ? [{ ...call, from: at }] : [call],
      )
    // Only what is answered costs anything.
    case 'leg.ended':
      return change(ledger, event.leg, (call) =>
        call.from === undefined ? [] : [{ to: at, ...call }],
      )
    default:
      return ledger
  }
}

const change = (ledger: Ledger, leg: LegId, to: (call: Metered) => Ledger): Ledger =>
  ledger.some((call) => call.leg === leg)
    ? ledger.flatMap((call) => (call.leg === leg ? to(call) : [call]))
    : ledger

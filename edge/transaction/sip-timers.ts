import type { MonotonicClock, Timer } from '../clock/timer-wheel.ts'

/** RFC 3261 section 17.1.1.1, in ms: round trip, longest repeat, longest life of a message in the network. */
export type SipTimers = { readonly t1: number; readonly t2: number; readonly t4: number }

export const standardTimers: SipTimers = { t1: 500, t2: 4000, t4: 5000 }

/** Timer D wants "at least 32 s"; all 64*T1 limits are the same length with the standard T1. */
export const limitOf = (timers: SipTimers): number => 64 * timers.t1

export type Timing = { readonly clock: MonotonicClock; readonly timers: SipTimers }

/** The two timers that a transaction can have at a time: the next repeat, and the end of the present state. */
export type RetransmitTimers = {
  repeat?: Timer | undefined
  limit?: Timer | undefined
  interval: number
}

/** Stops both timers. */
export function stopTimers(pace: RetransmitTimers): void {
  pace.repeat?.cancel()
  pace.limit?.cancel()
  pace.repeat = pace.limit = undefined
}

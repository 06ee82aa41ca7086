import {
  limitOf,
  type RetransmitTimers,
  stopTimers,
  type Timing,
} from '../transaction/sip-timers.ts'

type Retransmission = {
  readonly again: () => void
  /** After 64*T1. */
  readonly giveUp: () => void
  /** The longest interval, ms. */
  readonly longest: number
}

/**
 * Repeats a response until it is acknowledged, after T1 and then twice as late each time, on every transport, because a
 * later hop may lose it: a 2xx to an INVITE up to T2 (RFC 3261 section 13.3.1.4), a reliable provisional response without
 * bound (RFC 3262 section 3). Returns how to stop.
 */
export function retransmitResponse(
  timing: Timing,
  { again, giveUp, longest }: Retransmission,
): () => void {
  const { clock, timers } = timing
  const pace: RetransmitTimers = { interval: timers.t1 }
  const repeatLater = () => {
    pace.repeat = clock.after(pace.interval, () => {
      again()
      pace.interval = Math.min(pace.interval * 2, longest)
      repeatLater()
    })
  }
  repeatLater()
  pace.limit = clock.after(limitOf(timers), () => {
    stopTimers(pace)
    giveUp()
  })
  return () => stopTimers(pace)
}

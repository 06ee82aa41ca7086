import { limitOf, stopPace, type Pace, type Timing } from '../transaction/sip-timers.ts'

/**
 * Repeats a 2xx to an INVITE until its ACK comes, RFC 3261 section 13.3.1.4: after T1, doubled up to T2, on every
 * transport, because a later hop may lose it. Returns how to stop; `giveUp` is called after 64*T1.
 */
export function startAnswer(timing: Timing, again: () => void, giveUp: () => void): () => void {
  const { clock, timers } = timing
  const pace: Pace = { interval: timers.t1 }
  const repeatLater = () => {
    pace.repeat = clock.after(pace.interval, () => {
      again()
      pace.interval = Math.min(pace.interval * 2, timers.t2)
      repeatLater()
    })
  }
  repeatLater()
  pace.limit = clock.after(limitOf(timers), () => {
    stopPace(pace)
    giveUp()
  })
  return () => stopPace(pace)
}

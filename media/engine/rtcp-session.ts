import type { Reception } from './reception.ts'
import { ntpMiddleOf, readControl, type ReceptionBlock, type Sent, writeControl } from './rtcp.ts'

/** RFC 3550 section 6.2: 5 s for a small session; section 6.3.1: half to one and a half of it, by chance. */
const reportMs = 5000
const ntpSecond = 65_536
/** A longer round trip is a wrong report. */
const longestRoundTripMs = 30_000

/** What a leg's reports are made of. */
type ReportSource = {
  readonly sent: Sent
  readonly reception: Reception
  /** Interarrival jitter in timestamp units. */
  readonly jitter: number
}

/** The RTCP of one leg: its party's reports and ours. Times `at` are ms of a clock that never goes back. */
export class RtcpSession {
  roundTripMs: number | undefined
  /** What the party says of our stream: the share that it has not received, and its jitter in timestamp units. */
  farLost: number | undefined
  farJitter: number | undefined
  /** The last report told the end of the party's stream: silence begins, but the call may go on. */
  hasEnded = false
  #lastReport:
    { readonly ssrc: number; readonly ntpMiddle: number; readonly at: number } | undefined
  #due: number | undefined

  /** The party's report, also about what we have sent; `wall` is ms since 1970. False for one that is broken. */
  receive(bytes: Uint8Array, sent: Sent, at: number, wall: number): boolean {
    this.hasEnded = false
    return readControl(bytes, {
      sent: ({ ssrc, ntpMiddle }) => (this.#lastReport = { ssrc, ntpMiddle, at }),
      reception: (block) => {
        if (block.ssrc === sent.ssrc) this.#hear(block, sent.packets, wall)
      },
      bye: () => (this.hasEnded = true),
    })
  }

  /** Our report when it is due; `chance` is drawn evenly from 0 to 1. */
  report(
    source: ReportSource,
    name: string,
    at: number,
    wall: number,
    chance: number,
  ): Uint8Array | undefined {
    this.#due ??= at + reportMs * chance
    if (at < this.#due) return undefined
    this.#due = at + reportMs * (0.5 + chance)
    const { reception, sent } = source
    if (sent.packets === 0 && reception.ssrc === undefined) return undefined
    return writeControl(sent, this.#block(source, at), name, wall)
  }

  #block({ reception, jitter }: ReportSource, at: number): ReceptionBlock | undefined {
    const { ssrc } = reception
    if (ssrc === undefined) return undefined
    const last = this.#lastReport?.ssrc === ssrc ? this.#lastReport : undefined
    return {
      ssrc,
      fractionLost: reception.takeFraction(),
      lost: reception.streamLost,
      highest: reception.extendedHighest,
      jitter: Math.round(jitter),
      lastReport: last?.ntpMiddle ?? 0,
      delay: last === undefined ? 0 : Math.round(((at - last.at) * ntpSecond) / 1000),
    }
  }

  #hear(block: ReceptionBlock, packets: number, wall: number): void {
    this.farJitter = block.jitter
    this.farLost = packets > 0 ? Math.max(0, Math.min(1, block.lost / packets)) : 0
    if (block.lastReport === 0) return
    const trip = (ntpMiddleOf(wall) - block.lastReport - block.delay) | 0
    const ms = Math.max(0, (trip * 1000) / ntpSecond)
    if (ms < longestRoundTripMs) this.roundTripMs = ms
  }
}

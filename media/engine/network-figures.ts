import type { Measured } from './quality-watch.ts'

/** What a relay knows of the network to a party behind it, over the life of the leg. */
export type NetworkFigures = {
  /** RTP packets of the party that came to the relay, and that were missing there. */
  readonly received: number
  readonly lost: number
  /** Interarrival jitter, RFC 3550 section 6.4.1. */
  readonly jitterMs: number
  /** From the party's reception reports; absent before the first. */
  readonly roundTripMs?: number
  /** The share of our packets that did not reach the party, 0 to 1. */
  readonly farLost?: number
}

/** The relay sees the party's network; between it and us is nothing but this machine. */
export const beyondRelay = (measured: Measured, network: NetworkFigures | undefined): Measured =>
  network === undefined
    ? measured
    : {
        ...measured,
        received: network.received,
        expected: network.received + network.lost,
        lost: network.lost,
        jitterMs: network.jitterMs,
        roundTripMs: network.roundTripMs,
        farLost: network.farLost,
        farJitterMs: undefined,
      }

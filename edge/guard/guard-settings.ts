import type { Allowance } from './bucket.ts'
import type { Networks } from './networks.ts'

/** What the engineer sets. Limits are for one source: an IPv4 address, or a /64 of IPv6. */
export type GuardSettings = {
  /** Never limited, never banned. */
  readonly trusted: Networks
  /** Proxies of ours: whose request it is stands in `X-Callwright-Source`. */
  readonly proxies: Networks
  /** Origins (`https://cc.example.com`) or host names of pages that may open a WebSocket; `*` for any. */
  readonly origins: readonly string[]
  readonly messagesPerSecond: number
  /** INVITEs, and other requests that begin something, but REGISTER. */
  readonly callsPerSecond: number
  readonly registersPerMinute: number
  readonly wrongCredentialsPerMinute: number
  readonly connections: number
  /** The first ban of a source. */
  readonly banMinutes: number
}

/** What one source is held against. */
export type Habit =
  | 'messages'
  | 'calls'
  | 'registers'
  /** Refusals for the three above. */
  | 'excess'
  | 'wrong-credentials'
  /** Numbers and names that are not there, or not for this source. */
  | 'probes'
  | 'flaws'
  /** Answers to flaws. */
  | 'flaw-answers'

export type Allowances = Readonly<Record<Habit, Allowance>>

/** A source that has placed calls may save up so many seconds of its limit. */
const savedSeconds = 100

export function allowancesOf(settings: GuardSettings): Allowances {
  const { messagesPerSecond, callsPerSecond } = settings
  return {
    messages: perSecond(messagesPerSecond, 2),
    calls: perSecond(callsPerSecond, 3),
    registers: {
      ...perMinute(settings.registersPerMinute),
      most: settings.registersPerMinute * 10,
    },
    excess: { perSecond: 1, burst: 100 },
    'wrong-credentials': perMinute(settings.wrongCredentialsPerMinute),
    probes: perMinute(20),
    flaws: perMinute(30),
    'flaw-answers': { perSecond: 5, burst: 5 },
  }
}

const perSecond = (limit: number, burstSeconds: number): Allowance => ({
  perSecond: limit,
  burst: limit * burstSeconds,
  most: limit * savedSeconds,
})

const perMinute = (limit: number): Allowance => ({ perSecond: limit / 60, burst: limit })

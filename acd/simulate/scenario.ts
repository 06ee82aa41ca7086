import type { AgentId, QueueId } from '../../core/names.ts'
import type { Skills } from '../../core/policy.ts'
import type { Duration, PatienceModel } from './duration.ts'

/** What a simulation runs, beside the tenant with its policy and its people. Times count from the start. */
export type Scenario = {
  /** Where the start is in the stream's clock, ms since the epoch, and in the day: opening hours ask for it. */
  readonly startAt: number
  readonly utcOffsetMinutes: number
  /** So long contacts arrive; then those who are there are served. */
  readonly lengthSeconds: number
  /** What arrives before is served, too, but not counted. */
  readonly warmUpSeconds: number
  readonly streams: readonly Stream[]
  readonly answering: Answering
  /** Without it everybody works all the time. */
  readonly shifts?: readonly Shift[]
}

/** Contacts of one queue that are alike. */
export type Stream = {
  readonly queue: QueueId
  readonly arrivals: Poisson | readonly Given[]
  readonly talk: Duration
  /** Ends at the latest with the rule's `wrapUpSeconds`; without it, always then. */
  readonly wrapUp?: Duration
  readonly patience: PatienceModel
  readonly skills?: Skills
  readonly priority?: number
}

/** A Poisson process with another rate in each interval; after the last it begins again. */
export type Poisson = { readonly perHour: readonly number[]; readonly intervalSeconds: number }

/** One contact; what is not given is drawn as the stream says. */
export type Given = {
  readonly atSeconds: number
  /** The customer's number, for his own or last agent. */
  readonly from?: string
  readonly talkSeconds?: number
  readonly wrapUpSeconds?: number
  readonly patienceSeconds?: number
  /** His patience is not known, but that he has waited so long. */
  readonly patienceOverSeconds?: number
  readonly skills?: Skills
  readonly priority?: number
}

/** How phones are answered. */
export type Answering = {
  readonly delay: Duration
  /** Share of rings that nobody answers. */
  readonly missShare: number
  /** Whom too many misses made not ready is ready again after that. */
  readonly awaySeconds: number
}

export type Shift = {
  readonly agents: readonly AgentId[]
  readonly fromSeconds: number
  readonly toSeconds: number
}

import type { AgentId, LegId, PlayId, QueueId } from '../names.ts'
import type { Call } from './call.ts'

/** The answer is ordered; the ACK has not come. */
export type Arriving = Call & { readonly phase: 'arriving' }

/** The caller walks the flow; `ivr/` says where. */
export type InFlow = Call & { readonly phase: 'inFlow' }

/** In a queue, with music; `acd/` says whose turn it is. */
export type Waiting = Call & {
  readonly phase: 'waiting'
  readonly queue: QueueId
  readonly since: number
  /** Wanted before anybody else. */
  readonly agent?: AgentId
  /** The announcement that sounds over the music. */
  readonly play?: PlayId
}

/** One agent's phone that rings. */
export type Ring = {
  readonly agent: AgentId
  readonly leg: LegId
  /** Earlier than the others' while the agent's page is away. */
  readonly endsAt: number
}

/** Phones ring, one or several; the first that answers has the caller, who still hears music. */
export type Offered = Call & {
  readonly phase: 'offered'
  readonly queue: QueueId
  readonly since: number
  /** At least one, in the order of the offers. */
  readonly rings: readonly Ring[]
  readonly ringEndsAt: number
  readonly play?: PlayId
}

export type Talking = Call & {
  readonly phase: 'talking'
  readonly queue: QueueId
  readonly agent: AgentId
  readonly leg: LegId
  readonly held: boolean
  readonly muted: boolean
}

/**
 * The agent's leg was lost in the talk (a reloaded page, a dead network). The caller hears music; the agent is
 * rung again at once and whenever the softphone registers anew; after the grace the caller waits for somebody else.
 */
export type Parted = Call & {
  readonly phase: 'parted'
  readonly queue: QueueId
  readonly agent: AgentId
  readonly since: number
  /** The leg that is to bring the agent back. */
  readonly leg?: LegId
}

export type { Ended } from './call.ts'

import type { EventOf, Outcome } from '../event.ts'
import type { AgentId, LegId, PlayId, QueueId } from '../names.ts'
import type { ReasonCode } from '../reason-code.ts'
import type { Call, OnLine } from './call.ts'
import type { OutboundCall } from './outbound-call.ts'

/** The flow speaks before the call is answered, and no answer is ordered yet. */
export type Early = OnLine & { readonly phase: 'early' }

/** The answer is ordered; the ACK has not come. */
export type Arriving = OnLine & { readonly phase: 'arriving' }

/** The caller walks the flow; `ivr/` says where. */
export type InFlow = OnLine & { readonly phase: 'inFlow' }

/** In a queue, with music; `acd/` says whose turn it is. */
export type Waiting = OnLine & {
  readonly phase: 'waiting'
  readonly queue: QueueId
  readonly since: number
  /** Wanted before anybody else. */
  readonly agent?: AgentId
  /** The announcement that sounds over the music. */
  readonly play?: PlayId
  /** What led the caller out of the queue, to a callback that is not booked yet. */
  readonly overflow?: EventOf<'contact.overflowed'>['why']
  /** The customer was called, and hears so before anything else. */
  readonly isCalledBack?: true
}

/** A callback that is booked: the place waits without the customer. */
export type Booking = {
  readonly queue: QueueId
  readonly since: number
  /** Digits, `+`, `*` and `#`. */
  readonly number: string
  /** Given up at this instant. */
  readonly until: number
  /** How often the customer was dialled. */
  readonly attempts: number
}

/** One agent's phone that rings. */
export type Ring = {
  readonly agent: AgentId
  readonly leg: LegId
  /** Earlier than the others' while the agent's page is away. */
  readonly endsAt: number
}

/** Phones of agents ring. */
export type Ringing = {
  /** At least one, in the order of the offers. */
  readonly rings: readonly Ring[]
  readonly ringEndsAt: number
}

/** The first agent who answers has the caller, who still hears music. */
export type Offered = OnLine &
  Ringing & {
    readonly phase: 'offered'
    readonly queue: QueueId
    readonly since: number
    readonly play?: PlayId
  }

export type Talking = OnLine & {
  readonly phase: 'talking'
  readonly queue: QueueId
  readonly agent: AgentId
  readonly leg: LegId
  readonly held: boolean
  readonly muted: boolean
  /** The agent wants to call outside: decided in the same turn. */
  readonly outbound?: OutboundCall
  /** By a REFER of his own phone. */
  readonly referred?: boolean
}

/** The agent talks, or is about to, with somebody else; the customer hears music. */
export type Consulting = OnLine & {
  readonly phase: 'consulting'
  readonly queue: QueueId
  readonly agent: AgentId
  readonly leg: LegId
  /** A colleague, or a number outside. */
  readonly consulted: {
    readonly leg: LegId
    readonly agent?: AgentId
    readonly outbound?: OutboundCall
    readonly answered: boolean
  }
}

/**
 * The agent's leg was lost in the talk (a reloaded page, a dead network). The caller hears music; the agent is
 * rung again at once and whenever the softphone registers anew; after the grace the caller waits for somebody else.
 */
export type AgentLost = OnLine & {
  readonly phase: 'agentLost'
  readonly queue: QueueId
  readonly agent: AgentId
  readonly since: number
  /** The leg that is to bring the agent back. */
  readonly leg?: LegId
}

/** The last words sound; with their end the call is hung up. */
export type Leaving = OnLine & {
  readonly phase: 'leaving'
  readonly play: PlayId
  readonly outcome: Outcome
  readonly reason: ReasonCode
}

/** A party outside the centre is rung; the caller hears music. */
export type ForwardingCall = OnLine & {
  readonly phase: 'forwarding'
  /** A SIP URI, or a number by a trunk. */
  readonly uri?: string
  readonly outbound?: OutboundCall
  readonly leg: LegId
  readonly play?: PlayId
  /** An agent transferred the caller; where the caller waits again if nobody is reached. */
  readonly back?: { readonly queue: QueueId; readonly agent: AgentId }
}

/** The caller and a party outside the centre hear each other. */
export type ForwardedCall = OnLine & {
  readonly phase: 'forwarded'
  readonly leg: LegId
  /** An agent had talked to the caller. */
  readonly handled?: boolean
}

/** The caller is asked for a message, and then records it. */
export type LeavingMessage = OnLine & {
  readonly phase: 'leavingMessage'
  /** The words before, with the beep. */
  readonly play: PlayId
  /** When the recording began. */
  readonly startedAt?: number
}

/** The callback is booked; the caller is still on the line and is told so. */
export type Booked = OnLine & {
  readonly phase: 'booked'
  readonly booking: Booking
  readonly play: PlayId
  /** Its turn came before the words were over. */
  readonly isDue: boolean
}

/** The customer waits to be called; nobody is on the line. */
export type AwaitingCallback = Call & {
  readonly phase: 'awaitingCallback'
  readonly booking: Booking
}

/** A callback is offered to agents, and nobody is on the line: the customer is dialled once an agent has answered. */
export type OfferedCallback = Call &
  Ringing & { readonly phase: 'offeredCallback'; readonly booking: Booking }

/** The customer's phone rings. */
export type DialingCustomer = Call & {
  readonly phase: 'dialingCustomer'
  readonly booking: Booking
  readonly leg: LegId
  /** By a trunk. */
  readonly outbound?: OutboundCall
}

/** The agent is on the line and the customer's phone rings. */
export type DialingForAgent = Call & {
  readonly phase: 'dialingForAgent'
  readonly booking: Booking
  readonly agent: AgentId
  readonly agentLeg: LegId
  readonly leg: LegId
  readonly outbound?: OutboundCall
}

export type { Ended } from './call.ts'

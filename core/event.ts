import type { Ask, ConsultTarget, TransferTarget } from './ask.ts'
import type { ConsultFact } from './consult-fact.ts'
import type { Language, Text } from './language.ts'
import type {
  AgentId,
  ContactId,
  FlowId,
  LegId,
  QueueId,
  RecordingId,
  TrunkId,
  VoiceId,
} from './names.ts'
import type { OfferReason, PassedAgent } from './offer-reason.ts'
import type { OutboundFact, PassedTrunk, ShownCaller } from './outbound-fact.ts'
import type { Channel, Destination, QueueSwitch, Skills } from './policy.ts'
import type { ReasonCode } from './reason-code.ts'
import type { Tenant } from './tenant.ts'
import type { CentreTimer } from './timer.ts'
import type { Diversion } from './trunk.ts'
import type { VoiceFact } from './voice-fact.ts'

export type { Ask, ConsultTarget, PassedTrunk, ShownCaller, TransferTarget, VoiceFact }

/** What people do. An ask is a fact even when it is then refused. */
type DeskFact =
  | { readonly type: 'agent.loggedOn'; readonly agent: AgentId }
  | { readonly type: 'agent.asked'; readonly agent: AgentId; readonly ask: Ask }
  /** The person's desk page holds (or lost) its link to the centre. */
  | { readonly type: 'agent.appeared'; readonly agent: AgentId }
  | { readonly type: 'agent.vanished'; readonly agent: AgentId }

/** What the centre itself tells the stream. */
type CentreFact =
  | { readonly type: 'centre.started'; readonly utcOffsetMinutes: number }
  | { readonly type: 'tenant.configured'; readonly tenant: Tenant }
  | { readonly type: 'timer.fired'; readonly timer: CentreTimer }
  /** A bug: the reducers failed on this input, and it was left out. It has no consequence. */
  | { readonly type: 'centre.skipped'; readonly skipped: Input; readonly error: string }
  /** Another life of the voice process: legs of an earlier one are gone. */
  | { readonly type: 'voice.joined'; readonly id: VoiceId }

/** Facts from outside: with the journal's order they determine everything else. */
export type Input = VoiceFact | DeskFact | CentreFact

export type MissReason = 'no-answer' | 'busy' | 'rejected' | 'unreachable'
export type Outcome =
  | 'handled'
  | 'abandoned-in-flow'
  | 'abandoned-in-queue'
  | 'ended-in-flow'
  | 'refused'
  | 'failed'
  /** Led out of the queue: to a number outside, to a voicemail, or to a goodbye. */
  | 'diverted'
  | 'left-message'
  | 'turned-away'
  /** A callback that is not made: it was one with an earlier one, it was cancelled, nobody answered in time. */
  | 'callback-merged'
  | 'callback-cancelled'
  | 'callback-failed'

/** Who is on a leg. */
export type PartyName =
  { readonly who: 'caller' | 'outside' } | { readonly who: 'agent'; readonly agent: AgentId }

/** Facts that reducers conclude. They are journalled, and a replay must conclude the same. */
export type Conclusion =
  | OutboundFact
  | ConsultFact
  | {
      readonly type: 'contact.opened'
      readonly contact: ContactId
      readonly leg: LegId
      readonly from: string
      readonly name?: string
      readonly to: string
      readonly via: 'sip' | 'web'
      readonly flow: FlowId
      /** By which it came; absent for strangers and web calls. */
      readonly trunk?: TrunkId
      /** No page shows the number. */
      readonly anonymous?: true
      readonly diversions?: readonly Diversion[]
      /** The flow speaks before the call is answered. */
      readonly early?: true
      readonly language: Language
      /** Version of the policy that this contact is served by. */
      readonly policy: string
      readonly draw: number
    }
  | {
      readonly type: 'contact.refused'
      readonly contact: ContactId
      readonly leg: LegId
      readonly from: string
      readonly to: string
      readonly via: 'sip' | 'web'
      readonly reason: ReasonCode
    }
  /** A leg is called: whose phone it is. Not in journals of older programs. */
  | {
      readonly type: 'leg.assigned'
      readonly contact: ContactId
      readonly leg: LegId
      readonly party: PartyName
    }
  /** The caller's leg is answered and its flow may begin. */
  | { readonly type: 'contact.answered'; readonly contact: ContactId }
  | {
      readonly type: 'contact.entered'
      readonly contact: ContactId
      readonly node: string
      readonly label: Text
      /** The node waits until the call is answered. */
      readonly needsAnswer?: true
    }
  | {
      readonly type: 'contact.pressed'
      readonly contact: ContactId
      readonly node: string
      readonly digits: string
    }
  | {
      readonly type: 'contact.switchedLanguage'
      readonly contact: ContactId
      readonly language: Language
    }
  /** The flow ended without a queue; the call is hung up. */
  | {
      readonly type: 'contact.leftFlow'
      readonly contact: ContactId
      readonly outcome: 'ended-in-flow' | 'failed'
      readonly reason: ReasonCode
      /** The SIP final response for a call that is not answered; 480, or 500 after a failure, where absent. */
      readonly status?: number
    }
  /** `since` is when the customer's waiting began: the age that is kept when an agent misses the call. */
  | {
      readonly type: 'contact.queued'
      readonly contact: ContactId
      readonly queue: QueueId
      readonly since: number
      /** Wanted before anybody else: a transfer to one agent. */
      readonly agent?: AgentId
      /** Least levels, beside those of the queue's rule. */
      readonly skills?: Skills
      /** 0 to 99; takes the place of the rule's. */
      readonly priority?: number
      /** Voice where nothing is said. */
      readonly channel?: Channel
    }
  | {
      readonly type: 'contact.positioned'
      readonly contact: ContactId
      readonly queue: QueueId
      /** 1 is next. */
      readonly position: number
      readonly waiting: number
      /** The first word to this caller in this queue. */
      readonly first: boolean
      /** What this caller is to be told of it; neither where the rule wants silence. */
      readonly tells: { readonly position: boolean; readonly waitSeconds?: number }
      /** The wait still expected, ms: half and nine tenths of such contacts are offered by then. */
      readonly expected?: { readonly p50Ms: number; readonly p90Ms: number }
      /** On arrival: agents who could have served but cannot now, at most 8, and why. */
      readonly passed?: readonly PassedAgent[]
    }
  | {
      readonly type: 'contact.offered'
      readonly contact: ContactId
      readonly queue: QueueId
      readonly agent: AgentId
      readonly reason: OfferReason
    }
  /** The contact does not wait on in this queue. */
  | {
      readonly type: 'contact.overflowed'
      readonly contact: ContactId
      readonly queue: QueueId
      readonly why: 'size' | 'wait' | 'expected-wait' | 'closed' | 'emergency'
      readonly to: Destination
    }
  /** The caller talks to somebody outside the centre. */
  | {
      readonly type: 'contact.diverted'
      readonly contact: ContactId
      /** Of the party outside; absent where the caller's own network led him there. */
      readonly leg?: LegId
      readonly uri?: string
      readonly number?: string
    }
  /** The customer wants to be called back; the ACD books it, or says with which callback it is one. */
  | {
      readonly type: 'callback.asked'
      readonly contact: ContactId
      readonly queue: QueueId
      readonly number: string
    }
  | {
      readonly type: 'callback.booked'
      readonly contact: ContactId
      readonly queue: QueueId
      readonly number: string
      /** The age that is kept. */
      readonly since: number
      /** Given up at this instant. */
      readonly until: number
    }
  | { readonly type: 'callback.merged'; readonly contact: ContactId; readonly into: ContactId }
  /** Its turn has come: the customer is dialled, while this agent is free; the agent is reserved by the offer. */
  | {
      readonly type: 'callback.due'
      readonly contact: ContactId
      readonly queue: QueueId
      readonly agent: AgentId
    }
  | {
      readonly type: 'callback.dialled'
      readonly contact: ContactId
      readonly leg: LegId
      /** 1, 2, 3 … */
      readonly attempt: number
    }
  /** Nobody answered; dialled again from `retryAt` on, if at all. */
  | {
      readonly type: 'callback.missed'
      readonly contact: ContactId
      readonly attempt: number
      readonly reason: MissReason
      readonly retryAt?: number
    }
  | { readonly type: 'callback.cancelled'; readonly contact: ContactId; readonly by: AgentId }
  | {
      readonly type: 'queue.switched'
      readonly queue: QueueId
      readonly to: QueueSwitch
      readonly by: AgentId
    }
  /** The router leaves a ready agent alone until then: he was busier than his cap, or rests after a miss. */
  | {
      readonly type: 'agent.spared'
      readonly agent: AgentId
      readonly why: 'over-cap' | 'after-miss'
      readonly until: number
    }
  | {
      readonly type: 'agent.missed'
      readonly agent: AgentId
      readonly contact: ContactId
      readonly reason: MissReason
    }
  | {
      readonly type: 'contact.connected'
      readonly contact: ContactId
      readonly agent: AgentId
      /** The agent's, as in all below. */
      readonly leg: LegId
      readonly queue: QueueId
    }
  | { readonly type: 'contact.held'; readonly contact: ContactId; readonly agent: AgentId }
  | { readonly type: 'contact.resumed'; readonly contact: ContactId; readonly agent: AgentId }
  | {
      readonly type: 'contact.muted'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly muted: boolean
    }
  | {
      readonly type: 'contact.dialled'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly digits: string
    }
  | {
      readonly type: 'recording.paused'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly recording: RecordingId
    }
  | {
      readonly type: 'recording.resumed'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly recording: RecordingId
      readonly by: 'agent' | 'end-of-talk'
    }
  /** The agent's leg was lost in the talk; the caller hears music until the agent is back or the grace is over. */
  | {
      readonly type: 'contact.agentLost'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly reason: ReasonCode
    }
  | {
      readonly type: 'contact.agentRejoined'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly leg: LegId
    }
  | {
      readonly type: 'contact.transferred'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly to: TransferTarget
    }
  /** Ends every offer that was not missed. `talked`: wrap-up begins; the contact may go on elsewhere (a transfer). */
  | {
      readonly type: 'agent.released'
      readonly agent: AgentId
      readonly contact: ContactId
      readonly queue: QueueId
      readonly why: 'talked' | 'not-connected'
    }
  | {
      readonly type: 'agent.wrappedUp'
      readonly agent: AgentId
      readonly contact: ContactId
      readonly disposition: string
      readonly note: string
      readonly by: 'agent' | 'timer'
    }
  | { readonly type: 'agent.becameReady'; readonly agent: AgentId }
  | { readonly type: 'agent.becameNotReady'; readonly agent: AgentId; readonly reason: string }
  | { readonly type: 'agent.loggedOff'; readonly agent: AgentId }
  /** What a busy agent will be once the present contact is wrapped up: ready, or not ready with this reason. */
  | { readonly type: 'agent.planned'; readonly agent: AgentId; readonly afterwards?: string }
  | {
      readonly type: 'contact.ended'
      readonly contact: ContactId
      readonly outcome: Outcome
      readonly reason: ReasonCode
    }
  | {
      readonly type: 'ask.refused'
      readonly agent: AgentId
      readonly ask: Ask['ask']
      readonly reason: ReasonCode
    }

/** Where an event stands in the one stream. */
type Stamp = {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number
  /** When it happened, ms since the epoch: the only clock that reducers see. */
  readonly at: number
  /** The `seq` of the input that this conclusion follows from; inputs have none. */
  readonly cause?: number
  /** The voice process's own number of this fact, by which a repeated delivery is known. */
  readonly voice?: { readonly id: VoiceId; readonly n: number }
}

export type Fact = Input | Conclusion
/** A fact, in the past tense, with its place in the stream. */
export type Event = Stamp & Fact
export type EventOf<Type extends Fact['type']> = Stamp & Extract<Fact, { type: Type }>

import type { TimerEffect } from '../../core/effect.ts'
import type { Conclusion } from '../../core/event.ts'
import type { AgentId, ContactId, QueueId } from '../../core/names.ts'
import type {
  CallbackRule,
  Channel,
  QueueRule,
  QueueSwitch,
  Routed,
  Skills,
} from '../../core/policy.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { Throughput } from './expected-wait.ts'
import type { Heap } from './heap.ts'
import type { Occupancy } from './occupancy.ts'
import type { Prng } from './prng.ts'
import type { Sorted } from './sorted.ts'

//   contacts -- wait as --> queue entries -- in --> sub-queues <-- memberships in -- agents
//   A sub-queue is one requirement of one queue: contacts that ask for the same, by the same rule. A contact is in one
//   at a time, an agent is a member of each that he can serve. So a decision looks at the heads of an agent's sub-queues,
//   or at the first idle member of a contact's sub-queue, and never at all contacts or all agents.

/** What the ACD knows. Changed in place by `stepAcd` only. */
export type Acd = {
  readonly prng: Prng
  utcOffsetMinutes: number
  /** Of the average of occupancy, ms. */
  halfMs: number
  readonly queues: Map<QueueId, RoutedQueue>
  /** By policy and queue. */
  readonly rules: Map<string, Map<QueueId, QueueRule>>
  readonly subQueues: Map<string, SubQueue>
  readonly agents: Map<AgentId, RoutedAgent>
  /** Sub-queues by what was asked, for a quick look-up; a sub-queue's id is what follows from it. */
  readonly shortcuts: Map<string, SubQueue>
  /** Every contact that was opened and has not ended. */
  readonly contacts: Map<ContactId, RoutedContact>
  /** By number: the agent whose own customer it is. */
  readonly owners: Map<string, AgentId>
  /** By number: who talked to this customer last; the oldest is forgotten first. */
  readonly lastServed: Map<string, AgentId>
  /** Callbacks that are booked, by queue and number. */
  readonly callbacks: Map<string, ContactId>
}

export type RoutedQueue = {
  readonly id: QueueId
  /** In the order of the roster. */
  readonly members: RoutedAgent[]
  readonly subQueues: SubQueue[]
  /** By policy: all who wait, in the order in which they are due; a place in the queue is a rank in it. */
  readonly waiting: Map<string, Sorted<QueueEntry>>
  switchedTo: QueueSwitch
  readonly throughput: Throughput
}

/** An agent as routing sees one. */
export type RoutedAgent = {
  readonly id: AgentId
  profile: Routed
  hasPhone: boolean
  ready: boolean
  linked: boolean
  registered: boolean
  idleSince: number
  /** The last offer fell through: the idle time of before goes on. */
  keepsIdleTime: boolean
  /** Talks since the agent logged on. */
  handled: number
  readonly occupancy: Occupancy
  /** Gets no offers until then, ms. */
  coolingDown: { readonly until: number; readonly why: 'over-cap' | 'after-miss' } | undefined
  /** Contacts that are offered to the agent or served; and how many of each channel. */
  readonly serving: Map<ContactId, Channel>
  readonly load: Record<Channel, number>
  /** The customer who is being called back because this agent is free. */
  callbackInProgress: ContactId | undefined
  /** One for each sub-queue that the agent can serve. */
  readonly memberships: Membership[]
  /** What the agent was free for when the memberships were last looked through, in bits. */
  freeFor: number
}

/** Members of a queue up to a tier, with at least these levels. */
export type SkillDemand = {
  readonly queue: QueueId
  readonly tier: number
  readonly skills: Skills
}

/** What tells one sub-queue from another. */
export type Requirement = {
  readonly queue: QueueId
  /** Version of the policy. */
  readonly policy: string
  readonly channel: Channel
  /** To meet one of them is enough; none that another makes needless. */
  readonly demands: readonly SkillDemand[]
  /** Nobody but this agent. */
  readonly agent?: AgentId
  /** Customers who are called back: who is called first. */
  readonly callback?: CallbackRule['first']
}

/** Contacts that ask for the same, in the order in which they are due, and the agents who can serve them. */
export type SubQueue = {
  readonly id: string
  readonly requirement: Requirement
  readonly rule: QueueRule
  readonly queue: RoutedQueue
  /** All who wait in the queue by this rule. */
  readonly order: Sorted<QueueEntry>
  readonly waiting: Sorted<QueueEntry>
  /** Everybody who can serve it, in the order of the roster. */
  readonly memberships: Membership[]
  readonly idle: Heap<Membership>
  /** By tier: the rank of whoever was picked last. */
  readonly lastRanks: Map<number, number>
  /** After which waits the rule relaxes, and leads away, ms. */
  readonly relaxMs: readonly number[]
  readonly limitMs: readonly number[]
}

/** One agent in one sub-queue. */
export type Membership = {
  readonly agent: RoutedAgent
  readonly subQueue: SubQueue
  /** Lower tiers are picked first. */
  readonly tier: number
  /** Place in the sub-queue's roster. */
  readonly order: number
  /** Levels in the skills that are asked for, taken together. */
  readonly fit: number
  /** Given by the strategy when the agent becomes idle; lower is picked first. */
  rank: number
  since: number
  /** In the heap of idle members; -1 while the agent is not idle. */
  place: number
}

/** A contact that waits in a sub-queue. */
export type QueueEntry = {
  readonly contact: ContactId
  subQueue: SubQueue
  /** Its age counts from here, ms. */
  readonly since: number
  /** Settles a tie. */
  readonly seq: number
  readonly priority: number
  /**
   * The virtual instant of joining; lower is served first. Points grow at one rate under one rule, so their order
   * never changes, and one number says it.
   */
  readonly key: number
}

/** The one agent whom a contact waits for before anybody may serve it. */
export type PreferredAgent = {
  readonly agent: AgentId
  readonly rule: 'asked-for' | 'own-agent' | 'last-agent'
  readonly until: number
}

/** What routing keeps of a contact from its opening to its end. Fields are never added or taken away: that is fast. */
export type RoutedContact = {
  readonly id: ContactId
  readonly from: string
  readonly policy: string
  channel: Channel
  skills: Skills
  priority: number | undefined
  /** The queue that it waits in, or waited in last. */
  queue: QueueId | undefined
  since: number
  seq: number
  /** When it came into this queue. */
  joinedAt: number
  /** Whence a limit of the wait counts: a callback that has come does not end in it. */
  limitFrom: number
  /** Relaxations in force when it was last looked at. */
  relaxed: number
  /** Its place in a sub-queue, while it waits. */
  entry: QueueEntry | undefined
  /** Queues that it came through by overflow. */
  through: readonly QueueId[]
  preferred: PreferredAgent | undefined
  /** What it was told last. */
  told: { readonly position: number; readonly waitSeconds?: number } | undefined
  announceAt: number | undefined
  /** The forecast on arrival, to be compared with the outcome. */
  forecast: { readonly nominalMs: number; readonly at: number } | undefined
  callback: BookedCallback | undefined
}

type BookedCallback = {
  readonly number: string
  /** Not dialled before. */
  readonly notBefore: number
  /** The agent who is kept free for it while the customer is being dialled. */
  readonly agent?: AgentId
}

/** One event's way through the ACD: what it happened to, and what follows. */
export type AcdContext = {
  readonly acd: Acd
  readonly tenant: Tenant
  readonly at: number
  readonly conclusions: Conclusion[]
  readonly effects: TimerEffect[]
}

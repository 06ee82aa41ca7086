import type { PromptId, QueueId, SkillId } from './names.ts'

/** 1 has heard of it, 5 teaches it. */
export type Level = 1 | 2 | 3 | 4 | 5
/** Levels by skill; what is not named is not there, or not asked for. */
export type Skills = Readonly<Record<SkillId, Level>>

/** How an agent is picked among those who can serve; `acd/router/strategies/` has a file for each. */
export const strategyNames = [
  'longest-idle',
  'least-handled',
  'least-occupied',
  'best-skill',
  'weighted-random',
  'round-robin',
  'top-down',
  'ring-all',
] as const
export type StrategyName = (typeof strategyNames)[number]

/** From `afterSeconds` of waiting on, these agents can serve too, beside all who could before. */
export type Relaxation = {
  readonly afterSeconds: number
  /** A level asked for above this one counts as this one; 0 asks for no skill at all. */
  readonly enoughLevel?: 0 | Level
  /** Members of the queue up to this tier. */
  readonly tier?: number
  /** Members of this queue, too. */
  readonly queue?: QueueId
}

/** Where a contact goes that does not wait on. */
export type Destination =
  | { readonly queue: QueueId }
  /** A SIP URI outside the centre. */
  | { readonly uri: string }
  /** A number outside, which is called by a trunk. */
  | { readonly number: string }
  | { readonly voicemail: true }
  | { readonly callback: true }
  /** These words, and the end. */
  | { readonly goodbye: PromptId }

/** `above`: contacts that wait in the queue (size), seconds waited (wait), seconds forecast on arrival (expected-wait). */
export type Limit = {
  readonly when: 'size' | 'wait' | 'expected-wait'
  readonly above: number
  readonly to: Destination
}

/** Opening hours of the local day, `HH:MM`; `to` may be `24:00`. Days: 1 Monday … 7 Sunday. */
export type Hours = { readonly days: readonly number[]; readonly from: string; readonly to: string }

/** When a queue takes contacts, and where they go when it does not. Without `hours` it is always open. */
export type Opening = {
  readonly hours?: readonly Hours[]
  /** Local dates, `YYYY-MM-DD`, on which it is closed. */
  readonly holidays?: readonly string[]
  readonly closedTo: Destination
  readonly emergencyTo: Destination
}

/** What a supervisor sets; `by-hours` lets the opening hours decide. */
export const queueSwitches = ['by-hours', 'open', 'closed', 'emergency'] as const
export type QueueSwitch = (typeof queueSwitches)[number]

/** What a waiting caller is told, and how often. Only what has improved is told again. */
type Announcing = {
  readonly everySeconds: number
  readonly position: boolean
  readonly wait: boolean
  /** The expected wait is told in steps of so many seconds, rounded up. */
  readonly roundToSeconds: number
}

/** Being called back instead of waiting: the place and the age are kept. */
export type CallbackRule = {
  /** The key that a waiting caller presses for it. */
  readonly key: string
  /** Who is dialled first when the turn has come. */
  readonly first: 'customer' | 'agent'
  readonly attempts: number
  readonly retrySeconds: number
  readonly ringSeconds: number
  /** Given up so long after the booking. */
  readonly windowSeconds: number
  /** The SIP URI to dial, with `{number}` in it; `{number}` alone is called by a trunk. */
  readonly uri: string
}

/** From when on contacts are recorded: the talk, the answer of the call (the flow and the waiting, too), or not at all. */
export type RecordingRule = {
  readonly when: 'talk' | 'answer' | 'never'
  /** Keys that are pressed are silence in it (PCI DSS). */
  readonly mask: boolean
}

/** The rule for serving one queue. */
export type QueueRule = {
  readonly queue: QueueId
  readonly strategy: StrategyName
  /** 0 to 99: the points with which a contact begins. */
  readonly priority: number
  /** Points gained for each second waited. */
  readonly ageing: number
  /** Multiplies the points of this queue where an agent serves several. */
  readonly weight: number
  /** Least levels that each contact of this queue asks for, beside what its flow adds. */
  readonly skills: Skills
  /** Members up to this tier serve at once, the lower tiers by relaxation; without it all do. */
  readonly tier?: number
  readonly relax: readonly Relaxation[]
  /** How long the customer's own or last agent is waited for before others; 0 does without. */
  readonly preferredSeconds: number
  readonly ringSeconds: number
  readonly wrapUpSeconds: number
  readonly announce: Announcing
  readonly limits: readonly Limit[]
  readonly opening?: Opening
  readonly callback?: CallbackRule
  /** Talks, unmasked, where nothing is said. */
  readonly recording?: RecordingRule
}

/** An agent busier than `share` (0 to 1) over the window is left alone until he is not. */
export type OccupancyCap = { readonly share: number; readonly windowSeconds: number }

/** What holds for agents, whatever the queue. */
export type AgentRule = {
  readonly occupancyCap?: OccupancyCap
  /** Misses in a row that make an agent not ready. */
  readonly missesToNotReady: number
  /** The pause after a miss before the next offer. */
  readonly restSeconds: {
    readonly rejected: number
    readonly noAnswer: number
    readonly unreachable: number
  }
}

/** All of routing that people may want to change, under one version. */
export type Policy = {
  readonly version: string
  readonly queues: readonly QueueRule[]
  readonly agents: AgentRule
}

/** A share (0 to 1) of contacts is served by another policy, to compare the two. Its rule for agents is not used. */
export type Trial = { readonly share: number; readonly policy: Policy }

export type Channel = 'voice' | 'chat'

/** How many contacts of a channel an agent takes at once; one of an interruptible channel does not keep others away. */
type Capacity = {
  readonly most: Readonly<Record<Channel, number>>
  readonly interruptible: readonly Channel[]
}

/** What routing knows of a person. */
export type Routed = {
  readonly queues: readonly QueueId[]
  /** 1 serves first; 1 where nothing is said. */
  readonly tiers?: Readonly<Record<QueueId, number>>
  readonly skills?: Skills
  /** For weighted random; 1 where nothing is said. */
  readonly weight?: number
  /** One voice contact where nothing is said. */
  readonly capacity?: Capacity
  /** Takes the place of the share in the policy's cap. */
  readonly occupancyCap?: number
  /** Numbers of customers who are this agent's own. */
  readonly ownCustomers?: readonly string[]
}

/** The policy that a contact was given when it came, or the one in force when that is gone. */
function policyOf(
  { policy, trial }: { readonly policy: Policy; readonly trial?: Trial },
  version: string,
): Policy {
  return trial?.policy.version === version ? trial.policy : policy
}

/** Undefined for a queue that the policy does not know. */
export function ruleOf(
  tenant: { readonly policy: Policy; readonly trial?: Trial },
  queue: QueueId,
  version: string,
): QueueRule | undefined {
  return policyOf(tenant, version).queues.find((rule) => rule.queue === queue)
}

/** As the rule of a queue says, or as nothing is said. */
export const recordingRule = (rule: QueueRule | undefined): RecordingRule =>
  rule?.recording ?? { when: 'talk', mask: false }

/** A rule to begin with: whoever has been idle longest serves whoever has waited longest. */
export const plainRule = (queue: QueueId): QueueRule => ({
  queue,
  strategy: 'longest-idle',
  priority: 0,
  ageing: 1,
  weight: 1,
  skills: {},
  relax: [],
  preferredSeconds: 0,
  ringSeconds: 15,
  wrapUpSeconds: 30,
  announce: { everySeconds: 30, position: true, wait: false, roundToSeconds: 60 },
  limits: [],
})

/** A policy to begin with, for these queues. */
export const plainPolicy = (queues: readonly { readonly id: QueueId }[]): Policy => ({
  version: 'plain',
  queues: queues.map(({ id }) => plainRule(id)),
  agents: {
    missesToNotReady: 1,
    restSeconds: { rejected: 5, noAnswer: 10, unreachable: 10 },
  },
})

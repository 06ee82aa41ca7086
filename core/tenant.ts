import type { Language, Text } from './language.ts'
import type { AgentId, FlowId, PromptId, QueueId, SkillId } from './names.ts'
import type { Policy, Routed, Trial } from './policy.ts'
import type { OutboundRules, Trunk } from './trunk.ts'

/** Where a caller waits; the policy has the rule for serving it. Durations end in their unit. */
export type Queue = {
  readonly id: QueueId
  readonly name: Text
  /** The T of the service level: answered within so many seconds. */
  readonly serviceLevelSeconds: number
  readonly music: PromptId
  readonly dispositions: readonly { readonly id: string; readonly name: Text }[]
}

export type Role = 'agent' | 'supervisor' | 'admin'

export type Skill = { readonly id: SkillId; readonly name: Text }

export type Person = Routed & {
  readonly id: AgentId
  readonly name: string
  readonly role: Role
  /** A SIP URI; the person answers on that phone instead of the softphone. */
  readonly phone?: string
}

/** A number that customers dial. */
export type Hotline = { readonly number: string; readonly name: Text; readonly flow: FlowId }

/** A node's fields belong to its kind; `ivr/` checks and reads them. */
export type FlowNode = { readonly kind: string; readonly [field: string]: unknown }

/** An IVR tree, as data. */
export type Flow = {
  readonly id: FlowId
  readonly name: Text
  readonly language: Language
  readonly start: string
  /** What it says before its first node that needs the answer is heard as early media, and costs the caller nothing. */
  readonly early?: boolean | undefined
  readonly nodes: Readonly<Record<string, FlowNode>>
}

/** The whole configuration that routing depends on; it travels in the event stream so that a journal replays alone. */
export type Tenant = {
  readonly id: string
  readonly hotlines: readonly Hotline[]
  readonly queues: readonly Queue[]
  readonly skills: readonly Skill[]
  readonly people: readonly Person[]
  readonly flows: readonly Flow[]
  readonly policy: Policy
  readonly trial?: Trial
  /** Absent in journals of older programs, as the two below. */
  readonly trunks?: readonly Trunk[]
  /** Without them only SIP URIs are called. */
  readonly outbound?: OutboundRules
  /** May somebody call a hotline who comes by no trunk? Accepted where absent. */
  readonly unknownSources?: 'accept' | 'reject'
}

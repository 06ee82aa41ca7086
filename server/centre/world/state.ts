import type { Acd } from '../../../acd/router/state.ts'
import { createAcd, restoreAcd, snapshotAcd } from '../../../acd/snapshot.ts'
import type { Agent } from '../../../core/agent.ts'
import type { Contact } from '../../../core/contact.ts'
import type { AgentId, ContactId, LegId } from '../../../core/names.ts'
import type { Ledger } from '../../../core/outbound/spend.ts'
import { plainPolicy } from '../../../core/policy.ts'
import type { Tenant } from '../../../core/tenant.ts'
import type { FlowSession } from '../../../ivr/flow-session.ts'

/** Everything that events made, and nothing else. */
export type WorldState = {
  tenant: Tenant
  readonly contacts: Map<ContactId, Contact>
  readonly flowSessions: Map<ContactId, FlowSession>
  readonly agents: Map<AgentId, Agent>
  /** Whose leg it is, for every leg that has not ended. */
  readonly legs: Map<LegId, ContactId>
  readonly acd: Acd
  /** What calls outside have cost of late. */
  outbound: Ledger
}

const nobody: Tenant = {
  id: '',
  hotlines: [],
  queues: [],
  skills: [],
  people: [],
  flows: [],
  policy: plainPolicy([]),
}

export const createState = (): WorldState => ({
  tenant: nobody,
  contacts: new Map(),
  flowSessions: new Map(),
  agents: new Map(),
  legs: new Map(),
  acd: createAcd(),
  outbound: [],
})

export const snapshotState = ({
  tenant,
  contacts,
  flowSessions,
  agents,
  legs,
  acd,
  outbound,
}: WorldState) => ({
  tenant,
  contacts: [...contacts],
  flowSessions: [...flowSessions],
  agents: [...agents],
  legs: [...legs],
  acd: snapshotAcd(acd),
  outbound,
})

export type StateSnapshot = ReturnType<typeof snapshotState>

export const restoreState = (snapshot: StateSnapshot): WorldState => ({
  tenant: snapshot.tenant,
  contacts: new Map(snapshot.contacts),
  flowSessions: new Map(snapshot.flowSessions),
  agents: new Map(snapshot.agents),
  legs: new Map(snapshot.legs),
  acd: restoreAcd(snapshot.acd, snapshot.tenant),
  outbound: snapshot.outbound,
})

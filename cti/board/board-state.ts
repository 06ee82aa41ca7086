import type { AgentId, ContactId, LegId, QueueId, TrunkId } from '../../core/names.ts'
import type { Ledger } from '../../core/outbound/spend.ts'
import type { Parties } from '../../core/parties.ts'
import { type QueueRule, ruleOf } from '../../core/policy.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { Tenant } from '../../core/tenant.ts'
import type {
  AgentView,
  ContactView,
  MediaFaultView,
  QueueView,
  TenantView,
  TrunkView,
} from '../protocol.ts'

/** Everything that pages may see, concluded from the event stream alone. It changes in place. */
export type Board = {
  /** Of the last event. */
  seq: number
  utcOffsetMinutes: number
  /** Days since the epoch on the centre's clock: the day that the counts of today belong to. */
  day: number
  tenant: TenantView
  agents: Map<AgentId, AgentView>
  queues: Map<QueueId, QueueView>
  /** Those that are not closed. */
  readonly contacts: Map<ContactId, ContactView>
  /** Who waits, next first: by the beginning of the waiting. */
  readonly waiting: Map<QueueId, ContactId[]>
  /** Contacts of customers who are to be called back. */
  readonly booked: Map<QueueId, ContactId[]>
  routing: Pick<Tenant, 'policy' | 'trial'>
  /** Version of the policy that each contact is served by. */
  readonly served: Map<ContactId, string>
  /** Whose each leg is, and who talks by which leg of each contact. */
  readonly contactOfLeg: Map<LegId, ContactId>
  readonly parties: Map<ContactId, Parties>
  readonly faults: Map<ReasonCode, MediaFaultView>
  trunks: Map<TrunkId, TrunkView>
  /** What calls outside have cost of late, and the most that they may in an hour. */
  spend: { calls: Ledger; cap?: { perHour: number; currency: string } }
}

/** The rule by which this contact is served in this queue. */
export const ruleFor = (
  { routing, served }: Board,
  contact: ContactId,
  queue: QueueId,
): QueueRule | undefined => ruleOf(routing, queue, served.get(contact) ?? routing.policy.version)

/** What one event changed. `closed` are the last views of contacts that left the board. */
export type Changed = {
  readonly agents: Set<AgentId>
  readonly queues: Set<QueueId>
  readonly contacts: Set<ContactId>
  readonly closed: ContactView[]
  readonly faults: Set<ReasonCode>
  trunks: boolean
}

export const nothingChanged = (): Changed => ({
  agents: new Set(),
  queues: new Set(),
  contacts: new Set(),
  closed: [],
  faults: new Set(),
  trunks: false,
})

/** The list under this key, an empty one at first; to be changed. */
export function listIn<Key, Item>(lists: Map<Key, Item[]>, key: Key): Item[] {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

/** The agent's view, to be changed. */
export function agentIn(board: Board, changed: Changed, id: AgentId): AgentView | undefined {
  const agent = board.agents.get(id)
  if (agent) changed.agents.add(id)
  return agent
}

/** The contact's view, to be changed. */
export function contactIn(board: Board, changed: Changed, id: ContactId): ContactView | undefined {
  const contact = board.contacts.get(id)
  if (contact) changed.contacts.add(id)
  return contact
}

/** The queue's view, to be changed. */
export function queueIn(board: Board, changed: Changed, id: QueueId): QueueView | undefined {
  const queue = board.queues.get(id)
  if (queue) changed.queues.add(id)
  return queue
}

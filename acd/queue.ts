import type { AgentId, ContactId, QueueId } from '../core/names.ts'

/** A contact that waits. */
export type Entry = {
  readonly contact: ContactId
  readonly queue: QueueId
  /** Its age counts from here, ms. */
  readonly since: number
  /** Settles a tie. */
  readonly seq: number
  /** Only this agent may serve it yet. */
  agent?: AgentId
  announced: boolean
}

/** An agent as the ACD sees him. */
export type Server = {
  readonly agent: AgentId
  queues: readonly QueueId[]
  hasPhone: boolean
  ready: boolean
  linked: boolean
  registered: boolean
  idleSince: number
  /** His last offer fell through: he keeps the idle time that he had. */
  keepsTurn: boolean
}

/** Who waits and who can serve. Changed in place by `stepAcd` only. */
export type Acd = {
  /** Version of the policy in force. */
  policy: string
  readonly waiting: Map<ContactId, Entry>
  readonly servers: Map<AgentId, Server>
}

export const createAcd = (): Acd => ({ policy: 'plain', waiting: new Map(), servers: new Map() })

/** Plain JSON, and back. */
export const snapshotAcd = ({ policy, waiting, servers }: Acd) => ({
  policy,
  waiting: [...waiting.values()],
  servers: [...servers.values()],
})

export const restoreAcd = ({ policy, waiting, servers }: ReturnType<typeof snapshotAcd>): Acd => ({
  policy,
  waiting: new Map(waiting.map((entry) => [entry.contact, entry])),
  servers: new Map(servers.map((server) => [server.agent, server])),
})

/** His page is linked and his phone can ring. */
export const canServe = ({ ready, linked, registered, hasPhone }: Server): boolean =>
  ready && linked && (registered || hasPhone)

/** Oldest first; the earlier event wins a tie. */
export const byAge = (one: Entry, other: Entry): number =>
  one.since - other.since || one.seq - other.seq

export const waitingIn = (acd: Acd, queue: QueueId): readonly Entry[] =>
  [...acd.waiting.values()].filter((entry) => entry.queue === queue).sort(byAge)

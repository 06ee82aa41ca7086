import type { OfferReason } from '../core/offer-reason.ts'
import { type Acd, byAge, canServe, type Entry, type Server } from './queue.ts'
import { longestIdle } from './strategies/longest-idle.ts'

/** A contact and the agent who gets it, and why. */
export type Match = {
  readonly entry: Entry
  readonly server: Server
  readonly reason: OfferReason
}

/** Somebody for a contact that waits: the agent asked for, else whom the strategy picks. */
export function matchContact(acd: Acd, entry: Entry, at: number): Match | undefined {
  const candidates = [...acd.servers.values()].filter((server) => isFor(entry, server))
  const server = longestIdle(candidates)
  return server && explain(acd, entry, server, candidates, at)
}

/** Something for an agent who can serve: the oldest contact of all his queues. */
export function matchAgent(acd: Acd, server: Server, at: number): Match | undefined {
  if (!canServe(server)) return undefined
  const due = [...acd.waiting.values()].filter((entry) => isFor(entry, server)).sort(byAge)[0]
  return due && explain(acd, due, server, [server], at)
}

const isFor = (entry: Entry, server: Server): boolean =>
  canServe(server) &&
  (entry.agent === undefined ? server.queues.includes(entry.queue) : entry.agent === server.agent)

function explain(
  acd: Acd,
  entry: Entry,
  server: Server,
  candidates: readonly Server[],
  at: number,
): Match {
  const reason: OfferReason = {
    policy: acd.policy,
    rule: entry.agent === server.agent ? 'asked-for' : 'longest-idle',
    found: 'agent',
    waitedMs: Math.max(0, at - entry.since),
    idleMs: Math.max(0, at - server.idleSince),
    points: 0,
    relaxed: 0,
    able: candidates.length,
    idle: candidates.length,
    waiting: [...acd.waiting.values()].filter(({ queue }) => queue === entry.queue).length,
    passedAgents: [],
    passedContacts: [],
  }
  return { entry, server, reason }
}

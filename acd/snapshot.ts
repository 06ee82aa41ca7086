import type { ContactId } from '../core/names.ts'
import type { Channel } from '../core/policy.ts'
import type { Tenant } from '../core/tenant.ts'
import { takeSeats } from './agents/seats.ts'
import { beginServing, createServer } from './agents/server.ts'
import { draw } from './configuration.ts'
import { lineFor } from './lines/line.ts'
import { enter, ruleFor } from './lines/place.ts'
import { queueFor } from './lines/queue.ts'
import type { Acd, Line, Server } from './state.ts'
import { createCustomer } from './waiting/customer.ts'

export const createAcd = (): Acd => ({
  chance: { state: 1 },
  utcOffsetMinutes: 0,
  halfMs: 600_000,
  queues: new Map(),
  rules: new Map(),
  lines: new Map(),
  shortcuts: new Map(),
  servers: new Map(),
  customers: new Map(),
  owners: new Map(),
  lastServed: new Map(),
  callbacks: new Map(),
})

/** Plain JSON of all that events made; what the configuration makes of it is left out. */
export const snapshotAcd = (acd: Acd) => ({
  chance: acd.chance.state,
  utcOffsetMinutes: acd.utcOffsetMinutes,
  queues: [...acd.queues.values()].map(({ id, to, pace }) => ({ id, to, pace })),
  lines: [...acd.lines.values()].map(snapshotLine),
  servers: [...acd.servers.values()].map(
    ({
      seats: _,
      routed: _routed,
      hasPhone: _phone,
      freeFor: _free,
      load: _load,
      serving,
      ...server
    }) => ({
      ...server,
      serving: [...serving],
    }),
  ),
  customers: [...acd.customers.values()].map(({ entry, ...customer }) => ({
    ...customer,
    // By it the place in a line is found again.
    line: entry?.line.id,
  })),
  lastServed: [...acd.lastServed],
  callbacks: [...acd.callbacks],
})

export type AcdSnapshot = ReturnType<typeof snapshotAcd>

/** Ranks are kept, for some are left to chance. */
const snapshotLine = ({ id, asking, turns, seats }: Line) => ({
  ...{ id, asking, turns: [...turns] },
  idle: seats.flatMap(({ server, rank, since, place }) =>
    place >= 0 ? [{ agent: server.agent, rank, since }] : [],
  ),
})

/** The same state, under the configuration that was in force. */
export function restoreAcd(snapshot: AcdSnapshot, tenant: Tenant): Acd {
  const acd = createAcd()
  for (const { serving, ...server } of snapshot.servers)
    acd.servers.set(server.agent, revive(server, serving))
  draw(acd, tenant)
  acd.utcOffsetMinutes = snapshot.utcOffsetMinutes
  for (const { id, to, pace } of snapshot.queues) {
    const queue = queueFor(acd, id)
    queue.to = to
    Object.assign(queue.pace, pace)
  }
  for (const customer of snapshot.customers)
    acd.customers.set(customer.contact, createCustomer(customer))
  for (const [number, agent] of snapshot.lastServed) acd.lastServed.set(number, agent)
  for (const [key, contact] of snapshot.callbacks) acd.callbacks.set(key, contact)
  restoreLines(acd, snapshot)
  return acd
}

function restoreLines(acd: Acd, snapshot: AcdSnapshot): void {
  for (const { asking, turns } of snapshot.lines) {
    const line = lineFor(acd, asking, ruleFor(acd, asking.queue, asking.policy))
    for (const [tier, rank] of turns) line.turns.set(tier, rank)
  }
  for (const server of acd.servers.values()) takeSeats(acd, server)
  for (const { id, idle } of snapshot.lines) restoreRanks(acd.lines.get(id), idle)
  for (const { contact, line: id } of snapshot.customers) {
    const line = id === undefined ? undefined : acd.lines.get(id)
    const customer = acd.customers.get(contact)
    if (line && customer) enter(customer, line)
  }
  // Taking the seats has drawn from it.
  acd.chance.state = snapshot.chance
}

function restoreRanks(line: Line | undefined, idle: AcdSnapshot['lines'][number]['idle']): void {
  const ranks = new Map(idle.map((seat) => [seat.agent, seat]))
  for (const seat of line?.seats ?? []) {
    const known = ranks.get(seat.server.agent)
    if (!known || seat.place < 0) continue
    seat.line.idle.remove(seat)
    Object.assign(seat, { rank: known.rank, since: known.since })
    seat.line.idle.insert(seat)
  }
}

type KeptServer = Omit<Server, 'seats' | 'serving' | 'load' | 'routed' | 'hasPhone' | 'freeFor'>

function revive(kept: KeptServer, serving: readonly (readonly [ContactId, Channel])[]): Server {
  const server = { ...createServer(kept.agent), ...kept }
  for (const [contact, channel] of serving) beginServing(server, contact, channel)
  return server
}

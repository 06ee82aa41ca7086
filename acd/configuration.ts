import { plainRule } from '../core/policy.ts'
import type { Person, Tenant } from '../core/tenant.ts'
import { freshPace } from './expected-wait.ts'
import { serveAgent } from './match.ts'
import { lineFor } from './line.ts'
import { halfLifeMs } from './occupancy.ts'
import { enter, inForce, lineOf, ruleFor } from './place.ts'
import { demandsOf } from './requirement.ts'
import { createServer } from './server.ts'
import type { Acd, Asking, Customer, Queue, Turn } from './state.ts'

/** The window of occupancy where no cap sets one, s. */
const usualWindowSeconds = 1800

/** Another configuration: everybody keeps age and state, and stands in the lines that it makes. */
export function configure(turn: Turn): void {
  const { acd, tenant } = turn
  const waiting = [...acd.customers.values()].filter(({ entry }) => entry !== undefined)
  draw(acd, tenant)
  for (const customer of waiting) standAgain(turn, customer)
  for (const server of acd.servers.values()) serveAgent(turn, server)
}

/** Lays out queues, agents and owners by the configuration; lines are made anew when they are asked for. */
export function draw(acd: Acd, tenant: Tenant): void {
  const { people, queues, policy, trial } = tenant
  acd.rules.clear()
  for (const each of trial ? [policy, trial.policy] : [policy])
    acd.rules.set(each.version, new Map(each.queues.map((rule) => [rule.queue, rule])))
  acd.rules.set(inForce, new Map(policy.queues.map((rule) => [rule.queue, rule])))
  acd.halfMs = halfLifeMs(policy.agents.occupancyCap?.windowSeconds ?? usualWindowSeconds)
  acd.lines.clear()
  acd.shortcuts.clear()
  acd.owners.clear()
  const known = new Map(acd.queues)
  acd.queues.clear()
  for (const { id } of queues) acd.queues.set(id, layOut(id, known.get(id)))
  const former = new Map(acd.servers)
  acd.servers.clear()
  for (const person of people) {
    const server = former.get(person.id) ?? createServer(person.id)
    server.seats.length = 0
    server.freeFor = 0
    server.routed = person
    server.hasPhone = person.phone !== undefined
    acd.servers.set(person.id, server)
    enrol(acd, person)
  }
  for (const { id } of queues) lineFor(acd, anybody(id), plainRule(id))
}

/** The line of all members, in which nobody waits: it tells who is idle in a queue. It is the queue's first. */
const anybody = (queue: Queue['id']): Asking => ({
  ...{ queue, policy: '', channel: 'voice' },
  demands: demandsOf(plainRule(queue), {}, 0),
})

const layOut = (id: Queue['id'], known: Queue | undefined): Queue => ({
  ...{ id, members: [], lines: [], waiting: new Map() },
  to: known?.to ?? 'by-hours',
  pace: known?.pace ?? freshPace(),
})

function enrol(acd: Acd, { id, queues, ownCustomers }: Person): void {
  const server = acd.servers.get(id)
  if (!server) return
  for (const queue of queues) acd.queues.get(queue)?.members.push(server)
  for (const number of ownCustomers ?? []) acd.owners.set(number, id)
}

function standAgain(turn: Turn, customer: Customer): void {
  const { queue } = customer
  customer.entry = undefined
  if (queue === undefined || !turn.acd.queues.has(queue)) return
  const rule = ruleFor(turn.acd, queue, customer.policy)
  enter(turn.acd, customer, lineOf(turn, customer, rule))
}

import type { QueueId } from '../core/names.ts'
import { oneForm } from '../core/numbering/one-form.ts'
import { plainRule, type Policy } from '../core/policy.ts'
import type { Tenant } from '../core/tenant.ts'
import { halfLifeMs } from './agents/occupancy.ts'
import { createServer } from './agents/server.ts'
import { lineFor } from './lines/line.ts'
import { enter, inForce, lineOf, ruleFor } from './lines/place.ts'
import { queueFor } from './lines/queue.ts'
import { demandsOf } from './lines/requirement.ts'
import { serveAgent } from './match.ts'
import type { Acd, Asking, Customer, Turn } from './state.ts'

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

/** Lays out rules, queues and agents by the configuration; lines are made anew when they are asked for. */
export function draw(acd: Acd, tenant: Tenant): void {
  acd.lines.clear()
  acd.shortcuts.clear()
  drawRules(acd, tenant)
  drawQueues(acd, tenant)
  drawServers(acd, tenant)
  for (const { id } of tenant.queues) lineFor(acd, anybody(id), plainRule(id))
}

function drawRules(acd: Acd, { policy, trial }: Tenant): void {
  acd.halfMs = halfLifeMs(policy.agents.occupancyCap?.windowSeconds ?? usualWindowSeconds)
  acd.rules.clear()
  const byQueue = ({ queues }: Policy) => new Map(queues.map((rule) => [rule.queue, rule]))
  if (trial) acd.rules.set(trial.policy.version, byQueue(trial.policy))
  acd.rules.set(policy.version, byQueue(policy))
  acd.rules.set(inForce, byQueue(policy))
}

function drawQueues(acd: Acd, { queues }: Tenant): void {
  const former = new Map(acd.queues)
  acd.queues.clear()
  for (const { id } of queues) {
    const queue = queueFor(acd, id)
    const known = former.get(id)
    if (!known) continue
    queue.to = known.to
    Object.assign(queue.pace, known.pace)
  }
}

function drawServers(acd: Acd, tenant: Tenant): void {
  const former = new Map(acd.servers)
  acd.servers.clear()
  acd.owners.clear()
  for (const person of tenant.people) {
    const server = former.get(person.id) ?? createServer(person.id)
    server.seats.length = 0
    server.freeFor = 0
    server.routed = person
    server.hasPhone = person.phone !== undefined
    acd.servers.set(person.id, server)
    for (const queue of person.queues) acd.queues.get(queue)?.members.push(server)
    for (const number of person.ownCustomers ?? [])
      acd.owners.set(oneForm(number, tenant), person.id)
  }
}

/** The line of all members, in which nobody waits: it tells who is idle in a queue. It is the queue's first. */
const anybody = (queue: QueueId): Asking => ({
  ...{ queue, policy: '', channel: 'voice' },
  demands: demandsOf(plainRule(queue), {}, 0),
})

function standAgain(turn: Turn, customer: Customer): void {
  const { queue } = customer
  customer.entry = undefined
  if (queue === undefined) return
  const rule = ruleFor(turn.acd, queue, customer.policy)
  enter(customer, lineOf(turn, customer, rule))
}

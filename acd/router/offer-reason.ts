import {
  mostPassed,
  type OfferReason,
  type PassedAgent,
  type PassedContact,
} from '../../core/offer-reason.ts'
import { whyNot } from './routed-agent.ts'
import { isDueBefore, pointsAt } from './sub-queue.ts'
import { countWaiting } from './routed-queue.ts'
import type {
  RoutedContact,
  QueueEntry,
  SubQueue,
  RoutedQueue,
  Membership,
  RoutedAgent,
  AcdContext,
} from './state.ts'

/** Agents in line after the choice who are named at most. */
const mostRunnersUp = 3
/** Seats that are looked at for agents who were not idle. */
const mostLooks = 8

/** The whole decision in words' size: taken before anything moves. */
export function reasonOf(
  { at }: AcdContext,
  customer: RoutedContact,
  entry: QueueEntry,
  { agent: server, subQueue: line }: Membership,
  found: OfferReason['found'],
): OfferReason {
  const { queue } = line
  return {
    policy: line.requirement.policy,
    rule: customer.preferred?.rule ?? line.rule.strategy,
    found,
    waitedMs: Math.max(0, at - entry.since),
    idleMs: Math.max(0, at - server.idleSince),
    points: Math.round(pointsAt(entry, at)),
    relaxed: customer.relaxed,
    able: line.memberships.length,
    idle: line.idle.size + (found === 'contact' ? 1 : 0),
    waiting: countWaiting(queue) + (customer.entry ? 0 : 1),
    passedAgents: found === 'agent' ? passedAgents(line, server) : [],
    passedContacts: found === 'contact' ? passedContacts(queue, server, entry, at) : [],
  }
}

/** Runners-up in order; members whom the line does not take; then others who could serve, but not now. */
export function passedAgents(
  line: SubQueue,
  chosen: RoutedAgent | undefined,
): readonly PassedAgent[] {
  const [all] = line.queue.subQueues
  return [
    ...runnersUp(line),
    ...(all ? unableIn(all, line) : []),
    ...unavailableIn(line, chosen),
  ].slice(0, mostPassed)
}

function runnersUp({ idle }: SubQueue): readonly PassedAgent[] {
  const [first, ...others] = idle.firstFew(mostRunnersUp + 1)
  return others.map(({ agent: { id: agent }, tier }) => ({
    agent,
    why: tier > (first?.tier ?? tier) ? 'lower-tier' : 'later-in-order',
  }))
}

function unableIn(all: SubQueue, line: SubQueue): readonly PassedAgent[] {
  return all.idle
    .firstFew(mostRunnersUp)
    .filter(({ agent: server }) => !isMember(server, line))
    .map(({ agent: { id: agent } }) => ({ agent, why: 'lacks-skill' }))
}

function unavailableIn(line: SubQueue, chosen: RoutedAgent | undefined): readonly PassedAgent[] {
  return line.memberships.slice(0, mostLooks).flatMap(({ agent: server }) => {
    const why = server === chosen ? undefined : whyNot(server, line.requirement.channel)
    return why ? [{ agent: server.id, why }] : []
  })
}

/** The heads of the agent's other lines; then those of the queue that he can't serve, though they are due before. */
function passedContacts(
  { subQueues: lines }: RoutedQueue,
  server: RoutedAgent,
  chosen: QueueEntry,
  at: number,
): readonly PassedContact[] {
  const passed: PassedContact[] = []
  for (const { subQueue: line } of server.memberships) {
    const head = line.waiting.first
    if (head && head !== chosen)
      passed.push({ contact: head.contact, why: whyLater(head, chosen, at) })
    if (passed.length === mostPassed) return passed
  }
  for (const line of lines) {
    const head = line.waiting.first
    if (head && head !== chosen && isDueBefore(head, chosen, at) && !isMember(server, line))
      passed.push({ contact: head.contact, why: 'lacks-skill' })
    if (passed.length === mostPassed) return passed
  }
  return passed
}

const whyLater = (head: QueueEntry, chosen: QueueEntry, at: number): PassedContact['why'] =>
  head.priority === chosen.priority && head.subQueue.rule.weight === chosen.subQueue.rule.weight
    ? 'younger'
    : pointsAt(head, at) < pointsAt(chosen, at)
      ? 'fewer-points'
      : 'younger'

const isMember = (server: RoutedAgent, line: SubQueue): boolean =>
  server.memberships.some((seat) => seat.subQueue === line)

import {
  mostPassed,
  type OfferReason,
  type PassedAgent,
  type PassedContact,
} from '../../core/offer-reason.ts'
import { whyNot } from './routed-agent.ts'
import { countWaiting } from './routed-queue.ts'
import type {
  AcdContext,
  Membership,
  QueueEntry,
  RoutedAgent,
  RoutedContact,
  RoutedQueue,
  SubQueue,
} from './state.ts'
import { isDueBefore, pointsAt } from './sub-queue.ts'

/** Agents next in order after the choice who are named at most. */
const mostRunnersUp = 3
/** Memberships that are looked at for agents who were not idle. */
const mostLooks = 8

/** Why this agent and this contact: the reason that `contact.offered` bears. Taken before anything moves. */
export function reasonOf(
  { at }: AcdContext,
  contact: RoutedContact,
  entry: QueueEntry,
  { agent, subQueue }: Membership,
  found: OfferReason['found'],
): OfferReason {
  const { queue } = subQueue
  return {
    policy: subQueue.requirement.policy,
    rule: contact.preferred?.rule ?? subQueue.rule.strategy,
    found,
    waitedMs: Math.max(0, at - entry.since),
    idleMs: Math.max(0, at - agent.idleSince),
    points: Math.round(pointsAt(entry, at)),
    relaxed: contact.relaxed,
    able: subQueue.memberships.length,
    idle: subQueue.idle.size + (found === 'contact' ? 1 : 0),
    waiting: countWaiting(queue) + (contact.entry ? 0 : 1),
    passedAgents: found === 'agent' ? passedAgents(subQueue, agent) : [],
    passedContacts: found === 'contact' ? passedContacts(queue, agent, entry, at) : [],
  }
}

/** Runners-up in order; members whom the sub-queue does not take; then others who could serve, but not now. */
export function passedAgents(
  subQueue: SubQueue,
  chosen: RoutedAgent | undefined,
): readonly PassedAgent[] {
  const [all] = subQueue.queue.subQueues
  return [
    ...runnersUp(subQueue),
    ...(all ? unableIn(all, subQueue) : []),
    ...unavailableIn(subQueue, chosen),
  ].slice(0, mostPassed)
}

function runnersUp({ idle }: SubQueue): readonly PassedAgent[] {
  const [first, ...others] = idle.firstFew(mostRunnersUp + 1)
  return others.map(({ agent: { id: agent }, tier }) => ({
    agent,
    why: tier > (first?.tier ?? tier) ? 'lower-tier' : 'later-in-order',
  }))
}

function unableIn(all: SubQueue, subQueue: SubQueue): readonly PassedAgent[] {
  return all.idle
    .firstFew(mostRunnersUp)
    .filter(({ agent }) => !isMember(agent, subQueue))
    .map(({ agent: { id: agent } }) => ({ agent, why: 'lacks-skill' }))
}

function unavailableIn(
  subQueue: SubQueue,
  chosen: RoutedAgent | undefined,
): readonly PassedAgent[] {
  return subQueue.memberships.slice(0, mostLooks).flatMap(({ agent }) => {
    const why = agent === chosen ? undefined : whyNot(agent, subQueue.requirement.channel)
    return why ? [{ agent: agent.id, why }] : []
  })
}

/** The heads of the agent's other sub-queues; then those of the queue that he can't serve, though they are due before. */
function passedContacts(
  { subQueues }: RoutedQueue,
  agent: RoutedAgent,
  chosen: QueueEntry,
  at: number,
): readonly PassedContact[] {
  const passed: PassedContact[] = []
  for (const { subQueue } of agent.memberships) {
    const head = subQueue.waiting.first
    if (head && head !== chosen)
      passed.push({ contact: head.contact, why: whyLater(head, chosen, at) })
    if (passed.length === mostPassed) return passed
  }
  for (const subQueue of subQueues) {
    const head = subQueue.waiting.first
    if (head && head !== chosen && isDueBefore(head, chosen, at) && !isMember(agent, subQueue))
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

const isMember = (agent: RoutedAgent, subQueue: SubQueue): boolean =>
  agent.memberships.some((membership) => membership.subQueue === subQueue)

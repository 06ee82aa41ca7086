import {
  mostPassed,
  type OfferReason,
  type PassedAgent,
  type PassedContact,
} from '../core/offer-reason.ts'
import { whyNot } from './agents/server.ts'
import { isDueBefore, pointsAt } from './lines/line.ts'
import { countWaiting } from './lines/queue.ts'
import type { Customer, Entry, Line, Queue, Seat, Server, Turn } from './state.ts'

/** Agents in line after the choice who are named at most. */
const mostRunnersUp = 3
/** Seats that are looked at for agents who were not idle. */
const mostLooks = 8

/** The whole decision in words' size: taken before anything moves. */
export function reasonOf(
  { at }: Turn,
  customer: Customer,
  entry: Entry,
  { server, line }: Seat,
  found: OfferReason['found'],
): OfferReason {
  const { queue } = line
  return {
    policy: line.asking.policy,
    rule: customer.wish?.rule ?? line.rule.strategy,
    found,
    waitedMs: Math.max(0, at - entry.since),
    idleMs: Math.max(0, at - server.idleSince),
    points: Math.round(pointsAt(entry, at)),
    relaxed: customer.relaxed,
    able: line.seats.length,
    idle: line.idle.size + (found === 'contact' ? 1 : 0),
    waiting: countWaiting(queue) + (customer.entry ? 0 : 1),
    passedAgents: found === 'agent' ? passedAgents(line, server) : [],
    passedContacts: found === 'contact' ? passedContacts(queue, server, entry, at) : [],
  }
}

/** Runners-up in order; members whom the line does not take; then others who could serve, but not now. */
export function passedAgents(line: Line, chosen: Server | undefined): readonly PassedAgent[] {
  const [all] = line.queue.lines
  return [
    ...runnersUp(line),
    ...(all ? unableIn(all, line) : []),
    ...unavailableIn(line, chosen),
  ].slice(0, mostPassed)
}

function runnersUp({ idle }: Line): readonly PassedAgent[] {
  const [first, ...others] = idle.firstFew(mostRunnersUp + 1)
  return others.map(({ server: { agent }, tier }) => ({
    agent,
    why: tier > (first?.tier ?? tier) ? 'lower-tier' : 'later-in-order',
  }))
}

function unableIn(all: Line, line: Line): readonly PassedAgent[] {
  return all.idle
    .firstFew(mostRunnersUp)
    .filter(({ server }) => !hasSeat(server, line))
    .map(({ server: { agent } }) => ({ agent, why: 'lacks-skill' }))
}

function unavailableIn(line: Line, chosen: Server | undefined): readonly PassedAgent[] {
  return line.seats.slice(0, mostLooks).flatMap(({ server }) => {
    const why = server === chosen ? undefined : whyNot(server, line.asking.channel)
    return why ? [{ agent: server.agent, why }] : []
  })
}

/** The heads of the agent's other lines; then those of the queue that he can't serve, though they are due before. */
function passedContacts(
  { lines }: Queue,
  server: Server,
  chosen: Entry,
  at: number,
): readonly PassedContact[] {
  const passed: PassedContact[] = []
  for (const { line } of server.seats) {
    const head = line.waiting.first
    if (head && head !== chosen)
      passed.push({ contact: head.contact, why: whyLater(head, chosen, at) })
    if (passed.length === mostPassed) return passed
  }
  for (const line of lines) {
    const head = line.waiting.first
    if (head && head !== chosen && isDueBefore(head, chosen, at) && !hasSeat(server, line))
      passed.push({ contact: head.contact, why: 'lacks-skill' })
    if (passed.length === mostPassed) return passed
  }
  return passed
}

const whyLater = (head: Entry, chosen: Entry, at: number): PassedContact['why'] =>
  head.priority === chosen.priority && head.line.rule.weight === chosen.line.rule.weight
    ? 'younger'
    : pointsAt(head, at) < pointsAt(chosen, at)
      ? 'fewer-points'
      : 'younger'

const hasSeat = (server: Server, line: Line): boolean =>
  server.seats.some((seat) => seat.line === line)

import type { EventOf } from '../../core/event.ts'
import { type AgentId, named, type QueueId } from '../../core/names.ts'
import { ruleFor } from '../lines/place.ts'
import type { Queue, Turn } from '../state.ts'
import { overflow, whereShut } from './waiting.ts'

/** Contacts that one event leads out of a queue; the next follow at once, by a timer. */
const mostAtOnce = 500

/** Supervisors and administrators may switch queues and cancel callbacks. */
export function hearAsk(turn: Turn, { agent, ask }: EventOf<'agent.asked'>): void {
  if (ask.ask !== 'switchQueue' && ask.ask !== 'cancelCallback') return
  if (!isInCharge(turn, agent)) return
  const { acd, conclusions } = turn
  if (ask.ask === 'switchQueue') {
    const { queue, to } = ask
    const known = acd.queues.get(queue)
    if (known && known.to !== to) conclusions.push({ type: 'queue.switched', queue, to, by: agent })
  } else if (acd.customers.get(ask.contact)?.callback)
    conclusions.push({ type: 'callback.cancelled', contact: ask.contact, by: agent })
}

const isInCharge = ({ tenant }: Turn, person: AgentId): boolean =>
  tenant.people.some(({ id, role }) => id === person && role !== 'agent')

/** Those who wait in a closed queue are still served; in an emergency they are led away. */
export function onSwitched(turn: Turn, { queue, to }: EventOf<'queue.switched'>): void {
  const known = turn.acd.queues.get(queue)
  if (!known) return
  known.to = to
  if (to === 'emergency') leadAway(turn, known)
}

/** More are to be led away. */
export function onSwitchClock(turn: Turn, id: QueueId): void {
  const queue = turn.acd.queues.get(id)
  if (queue?.to === 'emergency') leadAway(turn, queue)
}

function leadAway(turn: Turn, queue: Queue): void {
  const entries = queue.lines.flatMap(({ waiting, asking }) =>
    asking.callback ? [] : [...waiting],
  )
  for (const { contact } of entries.slice(0, mostAtOnce)) {
    const customer = turn.acd.customers.get(contact)
    if (!customer || customer.callback) continue
    const shut = whereShut(turn, customer, queue, ruleFor(turn.acd, queue.id, customer.policy))
    if (shut) overflow(turn, customer, shut.why, shut.to)
  }
  if (entries.length <= mostAtOnce) return
  turn.effects.push({ do: 'startTimer', timer: named(`switch:${queue.id}`), at: turn.at })
}

import type { EventOf } from '../../core/event.ts'
import { type AgentId, named, type QueueId } from '../../core/names.ts'
import { ruleFor } from '../router/enqueue.ts'
import type { RoutedQueue, AcdContext } from '../router/state.ts'
import { overflow, whereShut } from './queue-events.ts'

/** Contacts that one event leads out of a queue; the next follow at once, by a timer. */
const mostAtOnce = 500

/** Supervisors and administrators may switch queues and cancel callbacks. */
export function onAsk(turn: AcdContext, { agent, ask }: EventOf<'agent.asked'>): void {
  if (ask.ask !== 'switchQueue' && ask.ask !== 'cancelCallback') return
  if (!isInCharge(turn, agent)) return
  const { acd, conclusions } = turn
  if (ask.ask === 'switchQueue') {
    const { queue, to } = ask
    const known = acd.queues.get(queue)
    if (known && known.switchedTo !== to)
      conclusions.push({ type: 'queue.switched', queue, to, by: agent })
  } else if (acd.contacts.get(ask.contact)?.callback)
    conclusions.push({ type: 'callback.cancelled', contact: ask.contact, by: agent })
}

const isInCharge = ({ tenant }: AcdContext, person: AgentId): boolean =>
  tenant.people.some(({ id, role }) => id === person && role !== 'agent')

/** Those who wait in a closed queue are still served; in an emergency they are led away. */
export function onSwitched(turn: AcdContext, { queue, to }: EventOf<'queue.switched'>): void {
  const known = turn.acd.queues.get(queue)
  if (!known) return
  known.switchedTo = to
  if (to === 'emergency') leadAway(turn, known)
}

/** More are to be led away. */
export function onSwitchClock(turn: AcdContext, id: QueueId): void {
  const queue = turn.acd.queues.get(id)
  if (queue?.switchedTo === 'emergency') leadAway(turn, queue)
}

function leadAway(turn: AcdContext, queue: RoutedQueue): void {
  const entries = queue.subQueues.flatMap(({ waiting, requirement: asking }) =>
    asking.callback ? [] : [...waiting],
  )
  for (const { contact } of entries.slice(0, mostAtOnce)) {
    const customer = turn.acd.contacts.get(contact)
    if (!customer || customer.callback) continue
    const shut = whereShut(turn, customer, queue, ruleFor(turn.acd, queue.id, customer.policy))
    if (shut) overflow(turn, customer, shut.why, shut.to)
  }
  if (entries.length <= mostAtOnce) return
  turn.effects.push({ do: 'startTimer', timer: named(`switch:${queue.id}`), at: turn.at })
}

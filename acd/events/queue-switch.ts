import type { EventOf } from '../../core/event.ts'
import type { AgentId, QueueId } from '../../core/names.ts'
import { ruleFor } from '../router/enqueue.ts'
import type { AcdContext, RoutedQueue } from '../router/state.ts'
import { overflow, whereShut } from './overflow.ts'

/** Contacts that one event leads out of a queue; the next follow at once, by a timer. */
const mostAtOnce = 500

/** Supervisors and administrators may switch queues and cancel callbacks. */
export function onAsk(context: AcdContext, { agent, ask }: EventOf<'agent.asked'>): void {
  if (ask.ask !== 'switchQueue' && ask.ask !== 'cancelCallback') return
  if (!isInCharge(context, agent)) return
  const { acd, conclusions } = context
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
export function onSwitched(context: AcdContext, { queue, to }: EventOf<'queue.switched'>): void {
  const known = context.acd.queues.get(queue)
  if (!known) return
  known.switchedTo = to
  if (to === 'emergency') leadAway(context, known)
}

/** More are to be led away. */
export function onSwitchClock(context: AcdContext, id: QueueId): void {
  const queue = context.acd.queues.get(id)
  if (queue?.switchedTo === 'emergency') leadAway(context, queue)
}

function leadAway(context: AcdContext, queue: RoutedQueue): void {
  const entries = queue.subQueues.flatMap(({ waiting, requirement }) =>
    requirement.callback ? [] : [...waiting],
  )
  for (const entry of entries.slice(0, mostAtOnce)) {
    const contact = context.acd.contacts.get(entry.contact)
    if (!contact || contact.callback) continue
    const shut = whereShut(context, contact, queue, ruleFor(context.acd, queue.id, contact.policy))
    if (shut) overflow(context, contact, shut.why, shut.to)
  }
  if (entries.length <= mostAtOnce) return
  context.effects.push({
    do: 'startTimer',
    timer: { kind: 'opening', of: queue.id },
    at: context.at,
  })
}

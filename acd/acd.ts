//   event --> what it changes of a contact, a queue, an agent      events/
//         --> who serves whom now, and why                          router/match.ts, router/offer-reason.ts
//   router/ keeps sub-queues and idle agents in order and knows nothing of events/; policy/ refuses what makes no sense.
import type { TimerEffect } from '../core/effect.ts'
import type { Conclusion, Event, EventOf } from '../core/event.ts'
import type { AgentId, ContactId } from '../core/names.ts'
import type { Tenant } from '../core/tenant.ts'
import { endCooldown, onAgentEvent } from './events/agent-events.ts'
import { book, endCallback, onCallbackClock, retry } from './events/callbacks.ts'
import { configure } from './events/configure.ts'
import { offerConsult } from './events/consult.ts'
import { join, onWaitClock } from './events/queue-events.ts'
import { onAsk, onSwitchClock, onSwitched } from './events/queue-switch.ts'
import { dequeue, stopClock } from './router/enqueue.ts'
import { serveAgent, settleForecast } from './router/match.ts'
import { updateIdle } from './router/membership.ts'
import { mixSeed } from './router/prng.ts'
import { createRoutedContact } from './router/routed-contact.ts'
import type { Acd, AcdContext, RoutedContact } from './router/state.ts'

/** What the ACD concludes from one event, and what the clock must do. */
type AcdStep = {
  readonly conclusions: readonly Conclusion[]
  readonly effects: readonly TimerEffect[]
}

/**
 * Takes one event in. The state changes in place; same events in, same conclusions and effects out. A late or foreign
 * event changes nothing.
 */
export function stepAcd(acd: Acd, event: Event, tenant: Tenant): AcdStep {
  const context: AcdContext = { acd, tenant, at: event.at, conclusions: [], effects: [] }
  if (event.type === 'timer.fired') onTimer(context, event)
  else if ('contact' in event) onContactEvent(context, event)
  else onCentreEvent(context, event)
  const agent = 'agent' in event ? acd.agents.get(event.agent as AgentId) : undefined
  if (agent) onAgentEvent(context, agent, event)
  return context
}

function onContactEvent(context: AcdContext, event: Extract<Event, { contact: ContactId }>): void {
  const { acd } = context
  if (event.type === 'contact.opened') {
    openContact(acd, event)
    return
  }
  const contact = acd.contacts.get(event.contact)
  if (!contact) return
  switch (event.type) {
    case 'contact.queued':
      join(context, contact, event)
      break
    case 'callback.asked':
      book(context, contact, event)
      break
    case 'callback.missed':
      retry(context, contact, event.retryAt)
      break
    case 'consult.asked':
      offerConsult(context, contact, event)
      break
    case 'contact.connected':
      endCallback(context, contact)
      break
    case 'contact.ended':
      endContact(context, contact)
      break
    default:
  }
}

function openContact(
  acd: Acd,
  { contact, from, policy, draw, at, seq }: EventOf<'contact.opened'>,
): void {
  mixSeed(acd.prng, draw)
  acd.contacts.set(
    contact,
    createRoutedContact({ id: contact, from, policy, since: at, seq, joinedAt: at }),
  )
}

function endContact(context: AcdContext, contact: RoutedContact): void {
  const { id } = contact
  if (dequeue(context, contact)) settleForecast(context, contact, false)
  if (contact.queue !== undefined) stopClock(context, id)
  const reserved = endCallback(context, contact)
  context.acd.contacts.delete(id)
  if (reserved) serveAgent(context, reserved)
}

function onCentreEvent(context: AcdContext, event: Event): void {
  const { acd } = context
  switch (event.type) {
    case 'tenant.configured':
      configure(context)
      break
    case 'queue.switched':
      onSwitched(context, event)
      break
    case 'agent.asked':
      onAsk(context, event)
      break
    case 'centre.started':
      acd.utcOffsetMinutes = event.utcOffsetMinutes
      for (const agent of acd.agents.values()) {
        agent.linked = false
        updateIdle(acd, agent)
      }
      break
    case 'voice.joined':
      for (const agent of acd.agents.values()) {
        agent.registered = false
        updateIdle(acd, agent)
      }
      break
    default:
  }
}

function onTimer(context: AcdContext, { timer }: EventOf<'timer.fired'>): void {
  switch (timer.kind) {
    case 'wait': {
      const contact = context.acd.contacts.get(timer.of)
      if (contact?.callback) onCallbackClock(context, contact)
      else if (contact) onWaitClock(context, contact)
      break
    }
    case 'cooldown': {
      const agent = context.acd.agents.get(timer.of)
      if (agent) endCooldown(context, agent)
      break
    }
    case 'opening':
      onSwitchClock(context, timer.of)
      break
    default:
  }
}

//   event --> the contact's customer --> joins, waits, is led away, is called back    waiting/
//         --> the agent's server     --> free, busy, spared                          agents/
//   Both end in match.ts: the first idle seat of a contact's line, or the most urgent head of an agent's lines.
//   lines/ keeps both in order, strategies/ ranks the agents, reason.ts says why, policy/ refuses what makes no sense.
import type { TimerEffect } from '../core/effect.ts'
import type { Conclusion, Event, EventOf } from '../core/event.ts'
import { type AgentId, type ContactId, named } from '../core/names.ts'
import type { Tenant } from '../core/tenant.ts'
import { offerConsult } from './events/consult.ts'
import { endCooldown, onAgentEvent } from './events/agent-events.ts'
import { mixSeed } from './router/prng.ts'
import { updateIdle } from './router/membership.ts'
import { configure } from './events/configure.ts'
import { dequeue, stopClock } from './router/enqueue.ts'
import { serveAgent, settleForecast } from './router/match.ts'
import type { Acd, RoutedContact, AcdContext } from './router/state.ts'
import { book, endCallback, onCallbackClock, retry } from './events/callbacks.ts'
import { createRoutedContact } from './router/routed-contact.ts'
import { onAsk, onSwitchClock, onSwitched } from './events/queue-switch.ts'
import { join, onWaitClock } from './events/queue-events.ts'

/** What the ACD concludes from one event, and what the clock must do. */
export type AcdStep = {
  readonly conclusions: readonly Conclusion[]
  readonly effects: readonly TimerEffect[]
}

/**
 * Takes one event in. The state changes in place; same events in, same conclusions and effects out. A late or foreign
 * event changes nothing.
 */
export function stepAcd(acd: Acd, event: Event, tenant: Tenant): AcdStep {
  const turn: AcdContext = { acd, tenant, at: event.at, conclusions: [], effects: [] }
  if (event.type === 'timer.fired') onTimer(turn, event)
  else if ('contact' in event) onContactEvent(turn, event)
  else onCentreEvent(turn, event)
  const agent = 'agent' in event ? acd.agents.get(event.agent as AgentId) : undefined
  if (agent) onAgentEvent(turn, agent, event)
  return turn
}

function onContactEvent(turn: AcdContext, event: Extract<Event, { contact: ContactId }>): void {
  const { acd } = turn
  if (event.type === 'contact.opened') {
    openContact(acd, event)
    return
  }
  const customer = acd.contacts.get(event.contact)
  if (!customer) return
  switch (event.type) {
    case 'contact.queued':
      join(turn, customer, event)
      break
    case 'callback.asked':
      book(turn, customer, event)
      break
    case 'callback.missed':
      retry(turn, customer, event.retryAt)
      break
    case 'consult.asked':
      offerConsult(turn, customer, event)
      break
    case 'contact.connected':
      endCallback(turn, customer)
      break
    case 'contact.ended':
      endContact(turn, customer)
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

function endContact(turn: AcdContext, customer: RoutedContact): void {
  const { id: contact } = customer
  if (dequeue(turn, customer)) settleForecast(turn, customer, false)
  if (customer.queue !== undefined) stopClock(turn, contact)
  const courting = endCallback(turn, customer)
  turn.acd.contacts.delete(contact)
  if (courting) serveAgent(turn, courting)
}

function onCentreEvent(turn: AcdContext, event: Event): void {
  const { acd } = turn
  switch (event.type) {
    case 'tenant.configured':
      configure(turn)
      break
    case 'queue.switched':
      onSwitched(turn, event)
      break
    case 'agent.asked':
      onAsk(turn, event)
      break
    case 'centre.started':
      acd.utcOffsetMinutes = event.utcOffsetMinutes
      for (const server of acd.agents.values()) {
        server.linked = false
        updateIdle(acd, server)
      }
      break
    case 'voice.joined':
      for (const server of acd.agents.values()) {
        server.registered = false
        updateIdle(acd, server)
      }
      break
    default:
  }
}

/** A timer's name is `<kind>:<contact, agent or queue>`. */
function onTimer(turn: AcdContext, { timer }: EventOf<'timer.fired'>): void {
  const colon = timer.indexOf(':')
  const kind = timer.slice(0, colon)
  const id = timer.slice(colon + 1)
  if (kind === 'wait') {
    const customer = turn.acd.contacts.get(named(id))
    if (customer?.callback) onCallbackClock(turn, customer)
    else if (customer) onWaitClock(turn, customer)
  } else if (kind === 'spare') {
    const server = turn.acd.agents.get(named(id))
    if (server) endCooldown(turn, server)
  } else if (kind === 'switch') onSwitchClock(turn, named(id))
}

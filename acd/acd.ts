//   event --> the contact's customer --> joins, waits, is led away, is called back    waiting/
//         --> the agent's server     --> free, busy, spared                          agents/
//   Both end in match.ts: the first idle seat of a contact's line, or the most urgent head of an agent's lines.
//   lines/ keeps both in order, strategies/ ranks the agents, reason.ts says why, policy/ refuses what makes no sense.
import type { TimerEffect } from '../core/effect.ts'
import type { Conclusion, Event, EventOf } from '../core/event.ts'
import { type AgentId, type ContactId, named } from '../core/names.ts'
import type { Tenant } from '../core/tenant.ts'
import { offerConsult } from './agents/consult.ts'
import { endSparing, hearAgent } from './agents/agents.ts'
import { stir } from './agents/chance.ts'
import { takeSeats } from './agents/seats.ts'
import { configure } from './configuration.ts'
import { leave, stopClock } from './lines/place.ts'
import { serveAgent, settleForecast } from './match.ts'
import type { Acd, Customer, Turn } from './state.ts'
import { book, endCallback, onCallbackClock, retry } from './waiting/callbacks.ts'
import { createCustomer } from './waiting/customer.ts'
import { hearAsk, onSwitchClock, onSwitched } from './waiting/switch.ts'
import { join, onWaitClock } from './waiting/waiting.ts'

/** What the ACD concludes from one event, and what the clock must do. */
export type AcdTurn = {
  readonly conclusions: readonly Conclusion[]
  readonly effects: readonly TimerEffect[]
}

/**
 * Takes one event in. The state changes in place; same events in, same conclusions and effects out. A late or foreign
 * event changes nothing.
 */
export function stepAcd(acd: Acd, event: Event, tenant: Tenant): AcdTurn {
  const turn: Turn = { acd, tenant, at: event.at, conclusions: [], effects: [] }
  if (event.type === 'timer.fired') onTimer(turn, event)
  else if ('contact' in event) hearContact(turn, event)
  else hearCentre(turn, event)
  const agent = 'agent' in event ? acd.servers.get(event.agent as AgentId) : undefined
  if (agent) hearAgent(turn, agent, event)
  return turn
}

function hearContact(turn: Turn, event: Extract<Event, { contact: ContactId }>): void {
  const { acd } = turn
  if (event.type === 'contact.opened') {
    open(acd, event)
    return
  }
  const customer = acd.customers.get(event.contact)
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
      forget(turn, customer)
      break
    default:
  }
}

function open(acd: Acd, { contact, from, policy, draw, at, seq }: EventOf<'contact.opened'>): void {
  stir(acd.chance, draw)
  acd.customers.set(
    contact,
    createCustomer({ contact, from, policy, since: at, seq, joinedAt: at }),
  )
}

function forget(turn: Turn, customer: Customer): void {
  const { contact } = customer
  if (leave(turn, customer)) settleForecast(turn, customer, false)
  if (customer.queue !== undefined) stopClock(turn, contact)
  const courting = endCallback(turn, customer)
  turn.acd.customers.delete(contact)
  if (courting) serveAgent(turn, courting)
}

function hearCentre(turn: Turn, event: Event): void {
  const { acd } = turn
  switch (event.type) {
    case 'tenant.configured':
      configure(turn)
      break
    case 'queue.switched':
      onSwitched(turn, event)
      break
    case 'agent.asked':
      hearAsk(turn, event)
      break
    case 'centre.started':
      acd.utcOffsetMinutes = event.utcOffsetMinutes
      for (const server of acd.servers.values()) {
        server.linked = false
        takeSeats(acd, server)
      }
      break
    case 'voice.joined':
      for (const server of acd.servers.values()) {
        server.registered = false
        takeSeats(acd, server)
      }
      break
    default:
  }
}

/** A timer's name is `<kind>:<contact, agent or queue>`. */
function onTimer(turn: Turn, { timer }: EventOf<'timer.fired'>): void {
  const colon = timer.indexOf(':')
  const kind = timer.slice(0, colon)
  const id = timer.slice(colon + 1)
  if (kind === 'wait') {
    const customer = turn.acd.customers.get(named(id))
    if (customer?.callback) onCallbackClock(turn, customer)
    else if (customer) onWaitClock(turn, customer)
  } else if (kind === 'spare') {
    const server = turn.acd.servers.get(named(id))
    if (server) endSparing(turn, server)
  } else if (kind === 'switch') onSwitchClock(turn, named(id))
}

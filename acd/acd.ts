import type { Conclusion, Event, EventOf } from '../core/event.ts'
import { type AgentId, type ContactId, named, type QueueId, type TimerId } from '../core/names.ts'
import type { TimerEffect } from '../core/effect.ts'
import type { Tenant } from '../core/tenant.ts'
import { matchAgent, matchContact, type Match } from './match.ts'
import { type Acd, type Server, waitingIn } from './queue.ts'

/** What the ACD concludes from one event. The state changes in place; same events in, same conclusions out. */
export type AcdTurn = {
  readonly conclusions: readonly Conclusion[]
  readonly effects: readonly TimerEffect[]
}

const nothing: AcdTurn = { conclusions: [], effects: [] }

/** How long a contact waits for the one agent who was asked for before anybody may serve it, ms. */
const preferenceMs = 20_000

export function stepAcd(acd: Acd, event: Event, tenant: Tenant): AcdTurn {
  switch (event.type) {
    case 'contact.queued':
      return enqueue(acd, event)
    case 'contact.ended':
      return acd.waiting.delete(event.contact) ? forget(event.contact) : nothing
    case 'timer.fired':
      return onTimer(acd, event)
    case 'tenant.configured':
      configure(acd, tenant)
      return nothing
    default:
      return stepServers(acd, event)
  }
}

type ServerEvent = Extract<
  Event,
  {
    type:
      | 'agent.becameReady'
      | 'agent.becameNotReady'
      | 'agent.loggedOff'
      | 'agent.released'
      | 'agent.appeared'
      | 'agent.vanished'
      | 'device.registered'
      | 'device.unregistered'
  }
>

const notReady = (server: Server) => Object.assign(server, { ready: false, keepsTurn: false })

/** What each event changes about the one agent whom it names. */
const changes: {
  readonly [T in ServerEvent['type']]: (server: Server, event: EventOf<T>) => void
} = {
  'agent.becameReady'(server, { at }) {
    server.ready = true
    // An offer that came to nothing through no fault of the agent does not cost him his turn.
    if (!server.keepsTurn) server.idleSince = at
    server.keepsTurn = false
  },
  'agent.becameNotReady': notReady,
  'agent.loggedOff': notReady,
  'agent.released': (server, { why }) => (server.keepsTurn = why === 'not-connected'),
  'agent.appeared': (server) => (server.linked = true),
  'agent.vanished': (server) => (server.linked = false),
  'device.registered': (server) => (server.registered = true),
  'device.unregistered': (server) => (server.registered = false),
}

const isServerEvent = (event: Event): event is ServerEvent => event.type in changes

function stepServers(acd: Acd, event: Event): AcdTurn {
  if (isServerEvent(event)) return change(acd, event)
  if (event.type === 'centre.started') for (const each of acd.servers.values()) each.linked = false
  if (event.type === 'voice.joined')
    for (const each of acd.servers.values()) each.registered = false
  return nothing
}

function enqueue(acd: Acd, event: EventOf<'contact.queued'>): AcdTurn {
  const { contact, queue, since, agent, seq, at } = event
  const entry = { contact, queue, since, seq, announced: false, ...(agent ? { agent } : {}) }
  acd.waiting.set(contact, entry)
  const match = matchContact(acd, entry, at)
  if (match) return offer(acd, match)
  const effects: TimerEffect[] = agent
    ? [{ do: 'startTimer', timer: timerOf('prefer', contact), at: at + preferenceMs }]
    : []
  return { conclusions: position(acd, contact), effects }
}

function onTimer(acd: Acd, { timer, at }: EventOf<'timer.fired'>): AcdTurn {
  const [kind, id] = timer.split(':')
  // The boundary: a timer's name is `<kind>:<contact>`.
  const contact = named<ContactId>(id ?? '')
  if (kind === 'announce') return { conclusions: position(acd, contact), effects: [] }
  const entry = acd.waiting.get(contact)
  if (kind !== 'prefer' || !entry) return nothing
  delete entry.agent
  const match = matchContact(acd, entry, at)
  return match ? offer(acd, match) : nothing
}

/** Applies what an event says of one agent, and gives him the contact that is due, if he can now take one. */
function change(acd: Acd, event: ServerEvent): AcdTurn {
  const server = acd.servers.get(event.agent)
  if (!server) return nothing
  // The table is keyed by the very type that it is called with.
  changes[event.type](server, event as never)
  const match = matchAgent(acd, server, event.at)
  return match ? offer(acd, match) : nothing
}

function offer(acd: Acd, { entry, server, reason }: Match): AcdTurn {
  const { contact, queue } = entry
  acd.waiting.delete(contact)
  server.ready = false
  const offered: Conclusion = {
    type: 'contact.offered',
    contact,
    queue,
    agent: server.agent,
    reason,
  }
  return {
    conclusions: [offered],
    effects: [{ do: 'stopTimer', timer: timerOf('prefer', contact) }],
  }
}

const forget = (contact: ContactId): AcdTurn => ({
  conclusions: [],
  effects: [{ do: 'stopTimer', timer: timerOf('prefer', contact) }],
})

function position(acd: Acd, contact: ContactId): readonly Conclusion[] {
  const entry = acd.waiting.get(contact)
  if (!entry) return []
  const waiting = waitingIn(acd, entry.queue)
  const first = !entry.announced
  entry.announced = true
  return [
    {
      type: 'contact.positioned',
      contact,
      queue: entry.queue,
      position: waiting.indexOf(entry) + 1,
      waiting: waiting.length,
      first,
      tells: { position: true },
    },
  ]
}

const timerOf = (kind: 'prefer', contact: ContactId): TimerId => named(`${kind}:${contact}`)

function configure(acd: Acd, { people, policy }: Tenant): void {
  acd.policy = policy.version
  for (const { id, queues, phone } of people) {
    const known = acd.servers.get(id)
    if (known) Object.assign(known, { queues, hasPhone: phone !== undefined })
    else acd.servers.set(id, newServer(id, queues, phone !== undefined))
  }
  for (const id of acd.servers.keys())
    if (!people.some((person) => person.id === id)) acd.servers.delete(id)
}

const newServer = (agent: AgentId, queues: readonly QueueId[], hasPhone: boolean): Server => ({
  agent,
  queues,
  hasPhone,
  ready: false,
  linked: false,
  registered: false,
  idleSince: 0,
  keepsTurn: false,
})

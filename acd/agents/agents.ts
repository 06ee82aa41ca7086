import type { Event, EventOf } from '../../core/event.ts'
import { type AgentId, type ContactId, named, type TimerId } from '../../core/names.ts'
import type { AgentRule } from '../../core/policy.ts'
import { serveAgent } from '../match.ts'
import type { Server, Turn } from '../state.ts'
import { rememberServed } from '../waiting/wish.ts'
import { noteBusy, restUntil } from './occupancy.ts'
import { endServing } from './server.ts'

const spareTimer = (agent: AgentId): TimerId => named(`spare:${agent}`)

/** What each event changes about the one agent whom it names. */
const changes: {
  readonly [T in Event['type']]?: (turn: Turn, server: Server, event: EventOf<T>) => void
} = {
  'agent.loggedOn': (_, server) => (server.handled = 0),
  'agent.becameReady': becomeReady,
  'agent.becameNotReady': becomeNotReady,
  'agent.loggedOff': becomeNotReady,
  'agent.missed': miss,
  'agent.released': (_, server, { contact, why }) => {
    endServing(server, contact)
    server.keepsTurn = why === 'not-connected'
    if (why === 'talked') server.handled++
  },
  'contact.connected': remember,
  'contact.handedOver': remember,
  'consult.ended': (_, server, { contact }) => {
    endServing(server, contact)
    server.keepsTurn = true
  },
  'agent.appeared': (_, server) => (server.linked = true),
  'agent.vanished': (_, server) => (server.linked = false),
  'device.registered': (_, server) => (server.registered = true),
  'device.unregistered': (_, server) => (server.registered = false),
}

/** Applies what an event says of one agent, and gives him what is due, if he can now take something. */
export function hearAgent(turn: Turn, server: Server, event: Event): void {
  const change = changes[event.type]
  if (!change) return
  // The table is keyed by the very type that it is called with.
  change(turn, server, event as never)
  serveAgent(turn, server)
}

function remember({ acd }: Turn, server: Server, { contact }: { contact: ContactId }): void {
  rememberServed(acd, acd.customers.get(contact)?.from ?? '', server.agent)
}

function becomeReady(turn: Turn, server: Server): void {
  const { at, acd } = turn
  server.ready = true
  noteBusy(server.occupancy, false, at, acd.halfMs)
  // An offer that came to nothing through no fault of the agent does not cost him his turn.
  if (!server.keepsTurn) server.idleSince = at
  server.keepsTurn = false
  spare(turn, server)
}

function becomeNotReady({ at, acd }: Turn, server: Server): void {
  server.ready = false
  server.keepsTurn = false
  server.spared = undefined
  noteBusy(server.occupancy, false, at, acd.halfMs)
}

function miss(turn: Turn, server: Server, { contact, reason }: EventOf<'agent.missed'>): void {
  endServing(server, contact)
  const seconds = turn.tenant.policy.agents.restSeconds[restAfter[reason]]
  server.spared = { until: turn.at + seconds * 1000, why: 'after-miss' }
}

const restAfter: Readonly<
  Record<EventOf<'agent.missed'>['reason'], keyof AgentRule['restSeconds']>
> = {
  rejected: 'rejected',
  busy: 'rejected',
  'no-answer': 'noAnswer',
  unreachable: 'unreachable',
}

/** Busier than his cap, or just back from a miss: he is left alone for a while, and it is said. */
function spare({ acd, tenant, at, conclusions, effects }: Turn, server: Server): void {
  const share = server.routed.occupancyCap ?? tenant.policy.agents.occupancyCap?.share
  const capped = share === undefined ? at : restUntil(server.occupancy, share, at, acd.halfMs)
  const missed = server.spared?.until ?? at
  const until = Math.max(capped, missed)
  server.spared = undefined
  if (until <= at) return
  const { agent } = server
  server.spared = { until, why: capped > missed ? 'over-cap' : 'after-miss' }
  conclusions.push({ type: 'agent.spared', agent, ...server.spared })
  effects.push({ do: 'startTimer', timer: spareTimer(agent), at: until })
}

/** The pause of an agent may be over. */
export function endSparing(turn: Turn, server: Server): void {
  if (server.spared === undefined || server.spared.until > turn.at) return
  server.spared = undefined
  serveAgent(turn, server)
}

import type { Event, EventOf } from '../../core/event.ts'
import { type AgentId, type ContactId, named, type TimerId } from '../../core/names.ts'
import type { AgentRule } from '../../core/policy.ts'
import { serveAgent } from '../router/match.ts'
import type { RoutedAgent, AcdContext } from '../router/state.ts'
import { rememberServed } from './preferred-agent.ts'
import { noteBusy, restUntil } from '../router/occupancy.ts'
import { endServing } from '../router/routed-agent.ts'

const cooldownTimer = (agent: AgentId): TimerId => named(`spare:${agent}`)

/** What each event changes about the one agent whom it names. */
const changes: {
  readonly [T in Event['type']]?: (turn: AcdContext, server: RoutedAgent, event: EventOf<T>) => void
} = {
  'agent.loggedOn': (_, server) => (server.handled = 0),
  'agent.becameReady': becomeReady,
  'agent.becameNotReady': becomeNotReady,
  'agent.loggedOff': becomeNotReady,
  'agent.missed': miss,
  'agent.released': (_, server, { contact, why }) => {
    endServing(server, contact)
    server.keepsIdleTime = why === 'not-connected'
    if (why === 'talked') server.handled++
  },
  'contact.connected': remember,
  'contact.handedOver': remember,
  'consult.ended': (_, server, { contact }) => {
    endServing(server, contact)
    server.keepsIdleTime = true
  },
  'agent.appeared': (_, server) => (server.linked = true),
  'agent.vanished': (_, server) => (server.linked = false),
  'device.registered': (_, server) => (server.registered = true),
  'device.unregistered': (_, server) => (server.registered = false),
}

/** Applies what an event says of one agent, and gives him what is due, if he can now take something. */
export function onAgentEvent(turn: AcdContext, server: RoutedAgent, event: Event): void {
  const change = changes[event.type]
  if (!change) return
  // The table is keyed by the very type that it is called with.
  change(turn, server, event as never)
  serveAgent(turn, server)
}

function remember(
  { acd }: AcdContext,
  server: RoutedAgent,
  { contact }: { contact: ContactId },
): void {
  rememberServed(acd, acd.contacts.get(contact)?.from ?? '', server.id)
}

function becomeReady(turn: AcdContext, server: RoutedAgent): void {
  const { at, acd } = turn
  server.ready = true
  noteBusy(server.occupancy, false, at, acd.halfMs)
  // An offer that came to nothing through no fault of the agent does not cost him his turn.
  if (!server.keepsIdleTime) server.idleSince = at
  server.keepsIdleTime = false
  coolDown(turn, server)
}

function becomeNotReady({ at, acd }: AcdContext, server: RoutedAgent): void {
  server.ready = false
  server.keepsIdleTime = false
  server.coolingDown = undefined
  noteBusy(server.occupancy, false, at, acd.halfMs)
}

function miss(
  turn: AcdContext,
  server: RoutedAgent,
  { contact, reason }: EventOf<'agent.missed'>,
): void {
  endServing(server, contact)
  const seconds = turn.tenant.policy.agents.restSeconds[restAfter[reason]]
  server.coolingDown = { until: turn.at + seconds * 1000, why: 'after-miss' }
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
function coolDown(
  { acd, tenant, at, conclusions, effects }: AcdContext,
  server: RoutedAgent,
): void {
  const share = server.profile.occupancyCap ?? tenant.policy.agents.occupancyCap?.share
  const capped = share === undefined ? at : restUntil(server.occupancy, share, at, acd.halfMs)
  const missed = server.coolingDown?.until ?? at
  const until = Math.max(capped, missed)
  server.coolingDown = undefined
  if (until <= at) return
  const { id: agent } = server
  server.coolingDown = { until, why: capped > missed ? 'over-cap' : 'after-miss' }
  conclusions.push({ type: 'agent.spared', agent, ...server.coolingDown })
  effects.push({ do: 'startTimer', timer: cooldownTimer(agent), at: until })
}

/** The pause of an agent may be over. */
export function endCooldown(turn: AcdContext, server: RoutedAgent): void {
  if (server.coolingDown === undefined || server.coolingDown.until > turn.at) return
  server.coolingDown = undefined
  serveAgent(turn, server)
}

import type { Event, EventOf } from '../../core/event.ts'
import { type AgentId, type ContactId } from '../../core/names.ts'
import type { AgentRule } from '../../core/policy.ts'
import type { AgentTimer } from '../../core/timer.ts'
import { serveAgent } from '../router/match.ts'
import { noteBusy, restUntil } from '../router/occupancy.ts'
import { endServing } from '../router/routed-agent.ts'
import type { AcdContext, RoutedAgent } from '../router/state.ts'
import { rememberServed } from './preferred-agent.ts'

const cooldownTimer = (agent: AgentId): AgentTimer => ({ kind: 'cooldown', of: agent })

/** What each event changes about the one agent whom it names. */
const changes: {
  readonly [T in Event['type']]?: (
    context: AcdContext,
    agent: RoutedAgent,
    event: EventOf<T>,
  ) => void
} = {
  'agent.loggedOn': (_, agent) => (agent.handled = 0),
  'agent.becameReady': becomeReady,
  'agent.becameNotReady': becomeNotReady,
  'agent.loggedOff': becomeNotReady,
  'agent.missed': miss,
  'agent.released': (_, agent, { contact, why }) => {
    endServing(agent, contact)
    agent.keepsIdleTime = why === 'not-connected'
    if (why === 'talked') agent.handled++
  },
  'contact.connected': remember,
  'contact.handedOver': remember,
  'consult.ended': (_, agent, { contact }) => {
    endServing(agent, contact)
    agent.keepsIdleTime = true
  },
  'agent.appeared': (_, agent) => (agent.linked = true),
  'agent.vanished': (_, agent) => (agent.linked = false),
  'device.registered': (_, agent) => (agent.registered = true),
  'device.unregistered': (_, agent) => (agent.registered = false),
}

/** Applies what an event says of one agent, who then gets what is due. */
export function onAgentEvent(context: AcdContext, agent: RoutedAgent, event: Event): void {
  const change = changes[event.type]
  if (!change) return
  // The table is keyed by the very type that it is called with.
  change(context, agent, event as never)
  serveAgent(context, agent)
}

function remember(
  { acd }: AcdContext,
  agent: RoutedAgent,
  { contact }: { contact: ContactId },
): void {
  rememberServed(acd, acd.contacts.get(contact)?.from ?? '', agent.id)
}

function becomeReady(context: AcdContext, agent: RoutedAgent): void {
  const { at, acd } = context
  agent.ready = true
  noteBusy(agent.occupancy, false, at, acd.halfMs)
  // An offer that came to nothing through no fault of the agent does not cost his idle time.
  if (!agent.keepsIdleTime) agent.idleSince = at
  agent.keepsIdleTime = false
  coolDown(context, agent)
}

function becomeNotReady({ at, acd }: AcdContext, agent: RoutedAgent): void {
  agent.ready = false
  agent.keepsIdleTime = false
  agent.coolingDown = undefined
  noteBusy(agent.occupancy, false, at, acd.halfMs)
}

function miss(
  context: AcdContext,
  agent: RoutedAgent,
  { contact, reason }: EventOf<'agent.missed'>,
): void {
  endServing(agent, contact)
  const seconds = context.tenant.policy.agents.restSeconds[restAfter[reason]]
  agent.coolingDown = { until: context.at + seconds * 1000, why: 'after-miss' }
}

const restAfter: Readonly<
  Record<EventOf<'agent.missed'>['reason'], keyof AgentRule['restSeconds']>
> = {
  rejected: 'rejected',
  busy: 'rejected',
  'no-answer': 'noAnswer',
  unreachable: 'unreachable',
}

/** Busier than the cap, or just back from a miss: the agent gets no offers for a while, and it is said. */
function coolDown({ acd, tenant, at, conclusions, effects }: AcdContext, agent: RoutedAgent): void {
  const share = agent.profile.occupancyCap ?? tenant.policy.agents.occupancyCap?.share
  const capped = share === undefined ? at : restUntil(agent.occupancy, share, at, acd.halfMs)
  const missed = agent.coolingDown?.until ?? at
  const until = Math.max(capped, missed)
  agent.coolingDown = undefined
  if (until <= at) return
  const why = capped > missed ? 'over-cap' : 'after-miss'
  agent.coolingDown = { until, why }
  conclusions.push({ type: 'agent.spared', agent: agent.id, until, why })
  effects.push({ do: 'startTimer', timer: cooldownTimer(agent.id), at: until })
}

/** The cooldown of an agent may be over. */
export function endCooldown(context: AcdContext, agent: RoutedAgent): void {
  if (agent.coolingDown === undefined || agent.coolingDown.until > context.at) return
  agent.coolingDown = undefined
  serveAgent(context, agent)
}

import type { Event, EventOf } from '../../core/event.ts'
import type { AgentId, ContactId } from '../../core/names.ts'
import type { AgentView } from '../protocol.ts'
import { agentIn, type Board, type Changed, ruleFor } from './board-state.ts'

export function logOn(board: Board, event: EventOf<'agent.loggedOn'>, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (agent?.state === 'loggedOff') enter(agent, 'notReady', event.at)
}

export function logOff(board: Board, event: EventOf<'agent.loggedOff'>, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (!agent) return
  letGo(agent, 'loggedOff', event.at, changed)
  delete agent.spared
}

export function becomeReady(board: Board, event: EventOf<'agent.becameReady'>, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (agent) letGo(agent, 'ready', event.at, changed)
}

export function becomeNotReady(
  board: Board,
  event: EventOf<'agent.becameNotReady'>,
  changed: Changed,
) {
  const agent = agentIn(board, changed, event.agent)
  if (!agent) return
  letGo(agent, 'notReady', event.at, changed)
  agent.reason = event.reason
}

export function plan(board: Board, event: EventOf<'agent.planned'>, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (!agent) return
  if (event.afterwards === undefined || event.afterwards === 'ready') delete agent.afterwards
  else agent.afterwards = event.afterwards
}

export function reserve(board: Board, event: EventOf<'contact.offered'>, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (!agent) return
  take(agent, 'reserved', event)
  delete agent.spared
}

export function talk(
  board: Board,
  event: EventOf<'contact.connected' | 'contact.handedOver'>,
  changed: Changed,
) {
  const agent = agentIn(board, changed, event.agent)
  if (agent) take(agent, 'talking', event)
}

type OfColleague = Event & { readonly agent: AgentId; readonly contact: ContactId }

/** A colleague consults him. */
export function beConsulted(
  board: Board,
  event: OfColleague,
  changed: Changed,
  state: 'reserved' | 'talking',
) {
  const agent = agentIn(board, changed, event.agent)
  if (agent) take(agent, state, event)
}

/** What he is now, an event says next. */
export function endConsulted(board: Board, event: OfColleague, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (agent?.contact === event.contact) letGo(agent, 'notReady', event.at, changed)
}

export function miss(board: Board, event: EventOf<'agent.missed'>, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (agent) letGo(agent, 'notReady', event.at, changed)
}

export function release(board: Board, event: EventOf<'agent.released'>, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (!agent) return
  // Where readiness does not come back, an event says so next.
  if (event.why === 'not-connected') {
    if (agent.state === 'reserved') letGo(agent, 'ready', event.at, changed)
    return
  }
  agent.handledToday++
  take(agent, 'wrapUp', event)
  const { wrapUpSeconds = 0 } = ruleFor(board, event.contact, event.queue) ?? {}
  agent.wrapUpEndsAt = event.at + wrapUpSeconds * 1000
}

export function wrapUp(board: Board, event: EventOf<'agent.wrappedUp'>, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (agent?.state !== 'wrapUp') return
  letGo(agent, 'notReady', event.at, changed)
}

export function spare(board: Board, event: EventOf<'agent.spared'>, changed: Changed) {
  const agent = agentIn(board, changed, event.agent)
  if (agent) agent.spared = { why: event.why, until: event.until }
}

export function link(
  board: Board,
  event: EventOf<'agent.appeared' | 'agent.vanished'>,
  changed: Changed,
) {
  const agent = agentIn(board, changed, event.agent)
  if (agent) agent.linked = event.type === 'agent.appeared'
}

/** A phone of one's own does not register here and counts as there. */
export function register(
  board: Board,
  event: EventOf<'device.registered' | 'device.unregistered'>,
  changed: Changed,
) {
  const agent = agentIn(board, changed, event.agent)
  if (agent) agent.registered = event.type === 'device.registered' || agent.device === 'phone'
}

/** Pages link to one life of the centre. */
export function forgetLinks(board: Board, _: EventOf<'centre.started'>, changed: Changed) {
  for (const agent of board.agents.values()) {
    agent.linked = false
    changed.agents.add(agent.id)
  }
}

/** Phones register with one life of the voice process. */
export function forgetRegistrations(board: Board, _: EventOf<'voice.joined'>, changed: Changed) {
  for (const agent of board.agents.values()) {
    agent.registered = agent.device === 'phone'
    changed.agents.add(agent.id)
  }
}

function enter(agent: AgentView, state: AgentView['state'], at: number): void {
  countTime(agent, at)
  if (agent.state !== state) agent.since = at
  agent.state = state
  delete agent.reason
  delete agent.wrapUpEndsAt
}

function take(
  agent: AgentView,
  state: AgentView['state'],
  { at, contact }: Event & { readonly contact: ContactId },
): void {
  enter(agent, state, at)
  agent.contact = contact
}

/** The desk is empty again. */
function letGo(agent: AgentView, state: AgentView['state'], at: number, changed: Changed): void {
  enter(agent, state, at)
  delete agent.afterwards
  if (agent.contact !== undefined) changed.contacts.add(agent.contact)
  delete agent.contact
}

export const newAgent = (id: AgentId): AgentView => ({
  id,
  name: '',
  role: 'agent',
  queues: [],
  device: 'softphone',
  state: 'loggedOff',
  since: 0,
  linked: false,
  registered: false,
  skills: {},
  tiers: {},
  handledToday: 0,
  readyMsToday: 0,
  talkMsToday: 0,
  wrapUpMsToday: 0,
  countedUntil: 0,
})

type Count = 'readyMsToday' | 'talkMsToday' | 'wrapUpMsToday'

/** Where the time in each state counts; elsewhere it counts nowhere. */
const counts: { readonly [State in AgentView['state']]?: Count } = {
  ready: 'readyMsToday',
  reserved: 'readyMsToday',
  talking: 'talkMsToday',
  wrapUp: 'wrapUpMsToday',
}

/** Counts the time in the present state, up to this instant. */
export function countTime(agent: AgentView, at: number): void {
  const count = counts[agent.state]
  if (count !== undefined) agent[count] += Math.max(0, at - agent.countedUntil)
  agent.countedUntil = Math.max(agent.countedUntil, at)
}

/** A new day began at this instant: its counts begin there, in whatever state. */
export function beginDay(agent: AgentView, at: number): void {
  const nothing = { handledToday: 0, readyMsToday: 0, talkMsToday: 0, wrapUpMsToday: 0 }
  Object.assign(agent, nothing, { countedUntil: at })
}

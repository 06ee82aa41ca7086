import { stepAcd } from '../../../acd/acd.ts'
import { createAgent, stepAgent } from '../../../core/agent.ts'
import { openContact, stepContact } from '../../../core/contact.ts'
import type { Effect } from '../../../core/effect.ts'
import type { Event, EventOf, Fact } from '../../../core/event.ts'
import type { AgentId, ContactId } from '../../../core/names.ts'
import { stepOutbound } from '../../../core/outbound/outbound.ts'
import { isAgentTimer, isContactTimer } from '../../../core/timer.ts'
import { openFlowSession, stepFlowSession } from '../../../ivr/flow-session.ts'
import type { WorldState } from './state.ts'
import { tellNewVoice, tellTrunks } from './trunk-settings.ts'

/** What all reducers together make of one event. */
type StepResult = { readonly conclusions: Fact[]; readonly effects: Effect[] }

/** Hands one event to whom it concerns, in a fixed order: contact, flow session, agent, ACD, calls outside. */
export function dispatchEvent(state: WorldState, event: Event): StepResult {
  const result: StepResult = { conclusions: [], effects: [] }
  if (event.type === 'tenant.configured') configure(state, event, result)
  if (event.type === 'voice.joined') welcomeVoice(state, result)
  if (event.type === 'leg.assigned') state.legs.set(event.leg, event.contact)
  if (event.type === 'leg.arrived') arrive(state, event, result)
  else for (const contact of contactsOf(state, event)) stepOneContact(state, contact, event, result)
  if (event.type === 'leg.referred' && result.conclusions.length + result.effects.length === 0)
    result.effects.push({ do: 'settleReferral', leg: event.leg, status: 603 })
  for (const agent of agentsOf(state, event)) stepOneAgent(state, agent, event, result)
  append(result, stepAcd(state.acd, event, state.tenant))
  stepOutboundCalls(state, event, result)
  if (event.type === 'leg.ended') state.legs.delete(event.leg)
  return result
}

function stepOutboundCalls(state: WorldState, event: Event, result: StepResult): void {
  const step = stepOutbound(state.outbound, event, state.tenant)
  state.outbound = step.state
  append(result, step)
}

function append(
  result: StepResult,
  step: { conclusions: readonly Fact[]; effects: readonly Effect[] },
) {
  result.conclusions.push(...step.conclusions)
  result.effects.push(...step.effects)
}

function configure(
  state: WorldState,
  { tenant }: EventOf<'tenant.configured'>,
  result: StepResult,
): void {
  result.effects.push(...tellTrunks(state.tenant, tenant))
  state.tenant = tenant
  for (const { id } of tenant.people)
    if (!state.agents.has(id)) state.agents.set(id, createAgent(id))
}

/** A voice process that was not here before knows none of the legs: they all ended with the old one. */
function welcomeVoice(state: WorldState, result: StepResult): void {
  result.effects.push(...tellNewVoice(state.tenant))
  for (const leg of state.legs.keys())
    result.conclusions.push({ type: 'leg.ended', leg, reason: 'voice-lost' })
}

function arrive(state: WorldState, event: EventOf<'leg.arrived'>, result: StepResult): void {
  const step = openContact(event, state.tenant)
  if (step.state.phase !== 'ended') {
    state.contacts.set(step.state.id, step.state)
    state.legs.set(event.leg, step.state.id)
  }
  append(result, step)
}

function stepOneContact(state: WorldState, id: ContactId, event: Event, result: StepResult): void {
  const contact = state.contacts.get(id)
  if (contact) {
    const step = stepContact(contact, event, state.tenant)
    if (step.state.phase === 'ended') state.contacts.delete(id)
    else state.contacts.set(id, step.state)
    append(result, step)
  }
  if (event.type === 'contact.opened') state.flowSessions.set(id, openFlowSession(event))
  const session = state.flowSessions.get(id)
  if (!session) return
  const step = stepFlowSession(session, event, state.tenant)
  if (step.state.done) state.flowSessions.delete(id)
  else state.flowSessions.set(id, step.state)
  append(result, step)
}

/** The contacts that an event concerns: the one that it names, the one whose leg or timer it is, or the agent's. */
function contactsOf(state: WorldState, event: Event): readonly ContactId[] {
  if ('contact' in event) return [event.contact]
  if (event.type === 'agent.asked') return 'contact' in event.ask ? [event.ask.contact] : []
  if (event.type === 'timer.fired') return isContactTimer(event.timer) ? [event.timer.of] : []
  if ('leg' in event) return present(state.legs.get(event.leg))
  if ('agent' in event) {
    const agent = state.agents.get(event.agent)
    return present(agent && 'contact' in agent ? agent.contact : undefined)
  }
  return []
}

const present = <Each>(each: Each | undefined): readonly Each[] =>
  each === undefined ? [] : [each]

function stepOneAgent(state: WorldState, id: AgentId, event: Event, result: StepResult): void {
  const agent = state.agents.get(id)
  if (!agent) return
  const step = stepAgent(agent, event, state.tenant)
  state.agents.set(id, step.state)
  append(result, step)
}

/** The agents whom an event concerns. `centre.started` concerns all: every page has lost its link. */
function agentsOf(state: WorldState, event: Event): Iterable<AgentId> {
  if (event.type === 'centre.started') return state.agents.keys()
  if ('agent' in event && event.agent !== undefined) return [event.agent]
  if (event.type === 'timer.fired') return isAgentTimer(event.timer) ? [event.timer.of] : []
  return []
}

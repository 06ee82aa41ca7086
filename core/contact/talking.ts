import type { Ask, Conclusion, ConsultTarget, Event } from '../event.ts'
import type { LegId } from '../names.ts'
import type { ReasonCode } from '../reason-code.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { loseAgent, losses } from './agent-lost.ts'
import { consultColleague } from './begin-consult.ts'
import { endCall } from './end-call.ts'
import type { Consulting, ForwardingCall, Ended, AgentLost, Talking, Waiting } from './phases.ts'
import { pauseRecording, resumeRecording } from './recording.ts'
import { requestOutbound, onOutboundDecision, onReferral } from './request-outbound.ts'
import { hearing } from './talk.ts'
import { isColleague, transferInside } from './transfer.ts'

type AfterTalking = Talking | Consulting | ForwardingCall | AgentLost | Waiting | Ended

export function whileTalking(contact: Talking, event: Event, tenant: Tenant): Step<AfterTalking> {
  switch (event.type) {
    case 'leg.ended':
      if (event.leg === contact.caller) return endTalk(contact, event.reason, [contact.leg])
      if (event.leg !== contact.leg) return stay(contact)
      return losses.includes(event.reason)
        ? loseAgent(contact, event, tenant)
        : endTalk(contact, event.reason, [contact.caller])
    case 'leg.digit':
      return event.leg === contact.leg ? dial(contact, event.digit) : stay(contact)
    case 'agent.asked':
      return event.agent === contact.agent
        ? grant(contact, event.ask, event.at, tenant)
        : stay(contact)
    case 'leg.referred':
      return event.leg === contact.leg ? onReferral(contact, event, tenant) : stay(contact)
    default:
      return onDecision(contact, event, tenant)
  }
}

/** What came of a wish to call or to consult somebody. */
function onDecision(contact: Talking, event: Event, tenant: Tenant): Step<AfterTalking> {
  switch (event.type) {
    case 'outbound.routed':
    case 'outbound.refused':
      return onOutboundDecision(contact, event, tenant)
    case 'consult.offered':
      return consultColleague(contact, event, tenant)
    case 'consult.refused':
      return {
        ...stay(contact),
        conclusions: [
          { type: 'ask.refused', agent: event.by, ask: 'consult', reason: event.reason },
        ],
      }
    default:
      return stay(contact)
  }
}

function grant(
  contact: Talking,
  ask: Ask,
  at: number,
  tenant: Tenant,
): Step<Talking | Waiting | Ended> {
  const { id, agent } = contact
  switch (ask.ask) {
    case 'hold':
      return change(contact, { held: true }, { type: 'contact.held', contact: id, agent }, tenant)
    case 'resume':
      return change(
        contact,
        { held: false },
        { type: 'contact.resumed', contact: id, agent },
        tenant,
      )
    case 'mute': {
      const { muted } = ask
      return change(
        contact,
        { muted },
        { type: 'contact.muted', contact: id, agent, muted },
        tenant,
      )
    }
    case 'pauseRecording':
      return settle(contact, pauseRecording(contact))
    case 'resumeRecording':
      return settle(contact, resumeRecording(contact))
    case 'digits':
      return dial(contact, ask.digits)
    case 'transfer':
      return 'number' in ask.to
        ? requestOutbound(contact, 'transfer', ask.to.number)
        : transferInside(contact, ask.to, at, tenant)
    case 'consult':
      return askConsult(contact, ask.to, tenant)
    case 'hangUp':
      return endTalk(contact, 'finished', [contact.caller, contact.leg])
    default:
      return stay(contact)
  }
}

function change(
  contact: Talking,
  to: { held: boolean } | { muted: boolean },
  conclusion: Conclusion,
  tenant: Tenant,
): Step<Talking> {
  const state = { ...contact, ...to }
  if (state.held === contact.held && state.muted === contact.muted) return stay(contact)
  return { state, conclusions: [conclusion], effects: [hearing(state, tenant)] }
}

const settle = (contact: Talking, next: ReturnType<typeof pauseRecording>): Step<Talking> =>
  next ? { ...next, state: { ...contact, recorded: next.recorded } } : stay(contact)

/** Keys pressed by the agent travel to the caller's side as RFC 4733 events. */
function dial(contact: Talking, digits: string): Step<Talking> {
  const { id, agent, caller } = contact
  return {
    state: contact,
    conclusions: [{ type: 'contact.dialled', contact: id, agent, digits }],
    effects: [{ do: 'sendDigits', leg: caller, digits }],
  }
}

/** A colleague is reserved by the ACD, a number is called by a trunk. */
function askConsult(contact: Talking, to: ConsultTarget, tenant: Tenant): Step<Talking> {
  if ('number' in to) return requestOutbound(contact, 'consult', to.number)
  if (!isColleague(contact, to.agent, tenant)) return stay(contact)
  const { id, agent: by } = contact
  return {
    ...stay(contact),
    conclusions: [{ type: 'consult.asked', contact: id, by, colleague: to.agent }],
  }
}

function endTalk(contact: Talking, reason: ReasonCode, legs: readonly LegId[]): Step<Ended> {
  const { id, agent, queue } = contact
  return endCall(contact, 'handled', reason, {
    conclusions: [{ type: 'agent.released', agent, contact: id, queue, why: 'talked' }],
    effects: legs.map((leg) => ({ do: 'hangUp', leg, reason: 'finished' })),
  })
}

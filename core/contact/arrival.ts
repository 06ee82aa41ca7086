import type { Effect } from '../effect.ts'
import type { Event, EventOf } from '../event.ts'
import type { ReasonCode } from '../reason-code.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { lineOf } from './call.ts'
import { endCall } from './end-call.ts'
import { enqueue } from './enqueue.ts'
import type { Arriving, Early, Ended, InFlow, Waiting } from './phases.ts'
import { recordAfterFlow, recordFlow } from './recording.ts'

const refusals: readonly ReasonCode[] = [
  'no-common-codec',
  'bad-offer',
  'not-authorized',
  'overloaded',
]

/** The caller hears the flow by early media; it ends in a final response, or goes on to a node that needs the answer. */
export function whileEarly(contact: Early, event: Event): Step<Early | Arriving | Ended> {
  const { caller } = contact
  switch (event.type) {
    case 'leg.ended':
      return event.leg === caller ? endUnanswered(contact, event.reason) : stay(contact)
    case 'contact.switchedLanguage':
      return { ...stay(contact), state: { ...contact, language: event.language } }
    case 'contact.entered':
      return event.needsAnswer ? beginAnswer(contact) : stay(contact)
    case 'contact.leftFlow': {
      const { outcome, reason, status = outcome === 'failed' ? 500 : 480 } = event
      const effects: Effect[] = [{ do: 'refuse', leg: caller, status, reason }]
      return endCall(contact, outcome, reason, { effects })
    }
    default:
      return stay(contact)
  }
}

const beginAnswer = (contact: Early): Step<Arriving> => ({
  state: { ...lineOf(contact), phase: 'arriving' },
  conclusions: [],
  effects: [{ do: 'answer', leg: contact.caller }],
})

const endUnanswered = (contact: Early | Arriving, reason: ReasonCode): Step<Ended> =>
  endCall(contact, refusals.includes(reason) ? 'refused' : 'abandoned-in-flow', reason)

export function whileArriving(
  contact: Arriving,
  event: Event,
  tenant: Tenant,
): Step<Arriving | InFlow | Ended> {
  if (event.type === 'leg.answered' && event.leg === contact.caller) {
    const { recorded, effects } = recordFlow(contact, tenant)
    return {
      state: { ...lineOf(contact), recorded, phase: 'inFlow' },
      conclusions: [{ type: 'contact.answered', contact: contact.id }],
      effects,
    }
  }
  if (event.type === 'leg.ended' && event.leg === contact.caller)
    return endUnanswered(contact, event.reason)
  return stay(contact)
}

export function whileInFlow(
  contact: InFlow,
  event: Event,
  tenant: Tenant,
): Step<InFlow | Waiting | Ended> {
  switch (event.type) {
    case 'leg.ended':
      return event.leg === contact.caller
        ? endCall(contact, 'abandoned-in-flow', event.reason)
        : stay(contact)
    case 'contact.switchedLanguage':
      return { ...stay(contact), state: { ...contact, language: event.language } }
    case 'contact.queued':
      return leaveFlow(contact, event, tenant)
    case 'contact.leftFlow':
      return endCall(contact, event.outcome, event.reason, {
        effects: [{ do: 'hangUp', leg: contact.caller, reason: event.reason }],
      })
    default:
      return stay(contact)
  }
}

function leaveFlow(
  contact: InFlow,
  event: EventOf<'contact.queued'>,
  tenant: Tenant,
): Step<Waiting> {
  const { recorded, effects } = recordAfterFlow(contact, event.queue, tenant)
  const waiting = enqueue({ ...contact, recorded }, event, tenant)
  return { ...waiting, effects: [...effects, ...waiting.effects] }
}

import type { Ask, Conclusion, Event, TransferTarget } from '../event.ts'
import type { LegId } from '../names.ts'
import type { Slug } from '../slug.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { beginParting, beginWaiting, hearing } from './begin.ts'
import { endCall } from './call.ts'
import type { Ended, Parted, Talking, Waiting } from './phases.ts'
import { pauseRecording, resumeRecording, tellResumed } from './recording.ts'

/** How a leg ends when its party did not mean to end the talk. */
const losses: readonly Slug[] = ['media-lost', 'unreachable', 'voice-lost']

export function whileTalking(
  contact: Talking,
  event: Event,
  tenant: Tenant,
): Step<Talking | Parted | Waiting | Ended> {
  switch (event.type) {
    case 'leg.ended':
      if (event.leg === contact.caller) return endTalk(contact, event.reason, [contact.leg])
      if (event.leg !== contact.leg) return stay(contact)
      return losses.includes(event.reason)
        ? beginParting(contact, event, tenant)
        : endTalk(contact, event.reason, [contact.caller])
    case 'leg.digit':
      return event.leg === contact.leg ? dial(contact, event.digit) : stay(contact)
    case 'agent.asked':
      return event.agent === contact.agent
        ? grant(contact, event.ask, event.at, tenant)
        : stay(contact)
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
      return transfer(contact, ask.to, at, tenant)
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

/** Blind: the agent is done, the caller waits for the other queue or agent. */
function transfer(
  contact: Talking,
  to: TransferTarget,
  at: number,
  tenant: Tenant,
): Step<Talking | Waiting> {
  const queue = 'queue' in to ? to.queue : contact.queue
  const known =
    'queue' in to
      ? tenant.queues.some(({ id }) => id === to.queue)
      : to.agent !== contact.agent && tenant.people.some(({ id }) => id === to.agent)
  if (!known) return stay(contact)
  // What the caller asked for in one queue means nothing in another.
  const need = queue === contact.queue ? contact.need : {}
  const place = { queue, since: at, ...need, ...('agent' in to ? { agent: to.agent } : {}) }
  const { id, agent } = contact
  const waiting = beginWaiting(contact, place, tenant)
  return {
    state: waiting.state,
    conclusions: [
      ...tellResumed(contact, 'end-of-talk'),
      { type: 'contact.transferred', contact: id, agent, to },
      { type: 'agent.released', agent, contact: id, queue: contact.queue, why: 'talked' },
      { type: 'contact.queued', contact: id, ...place },
    ],
    effects: [...waiting.effects, { do: 'hangUp', leg: contact.leg, reason: 'finished' }],
  }
}

function endTalk(contact: Talking, reason: Slug, legs: readonly LegId[]): Step<Ended> {
  const { id, agent, queue } = contact
  return endCall(contact, 'handled', reason, {
    conclusions: [{ type: 'agent.released', agent, contact: id, queue, why: 'talked' }],
    effects: legs.map((leg) => ({ do: 'hangUp', leg, reason: 'finished' })),
  })
}

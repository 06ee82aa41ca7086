import type { Effect } from '../effect.ts'
import type { Event, EventOf } from '../event.ts'
import { hearEachOther } from '../hearing.ts'
import type { Slug } from '../slug.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { beginWaiting } from './begin.ts'
import { type Call, callOf, endCall, nextLeg, speak, timerOf } from './call.ts'
import { dialOn, dialOut, notePlaced } from './dial-out.ts'
import { beginLeaving } from './leaving.ts'
import type { Diverted, Diverting, Ended, Leaving, Waiting } from './phases.ts'
import { stopRecording } from './recording.ts'

/** How long a party outside may let it ring, ms. */
const ringMs = 60_000

type Target = { readonly uri: string } | { readonly number: string }

/** Rings the party outside, who sees the caller's number; the queue's music goes on. */
export function beginDiverting(waiting: Waiting, to: Target, at: number): Step<Diverting> {
  const { said, effect } = speak(waiting, ['transferring'])
  const call = { ...callOf(waiting), ...said }
  const timer = ringTimer(call, at)
  if ('number' in to) {
    const { made, outside, conclusion } = dialOut(call, { ...to, why: 'divert', mayRefer: true })
    return {
      state: { ...call, made, phase: 'diverting', leg: outside.leg, outside },
      conclusions: [conclusion],
      effects: [effect, timer],
    }
  }
  const leg = nextLeg(call)
  const { from: number, name } = waiting
  const caller = { number, ...(name === undefined ? {} : { name }) }
  return {
    state: { ...call, made: call.made + 1, phase: 'diverting', uri: to.uri, leg },
    conclusions: [],
    effects: [effect, { do: 'ring', leg, to, caller, autoAnswer: false }, timer],
  }
}

export const ringTimer = ({ id }: Call, at: number): Effect => ({
  ...{ do: 'startTimer', timer: timerOf('ring', id), at: at + ringMs },
})

export function whileDiverting(
  contact: Diverting,
  event: Event,
  tenant: Tenant,
): Step<Diverting | Diverted | Leaving | Waiting | Ended> {
  switch (event.type) {
    case 'leg.answered':
      return event.leg === contact.leg ? connect(contact) : stay(contact)
    case 'leg.ringing':
      return event.leg === contact.leg && event.sounds ? hearRinging(contact) : stay(contact)
    case 'leg.ended':
      return hearEnd(contact, event, tenant)
    case 'timer.fired':
      return event.timer === timerOf('ring', contact.id)
        ? fail(contact, 'no-answer', event.at, tenant)
        : stay(contact)
    case 'leg.played': {
      const { play, ...silent } = contact
      return play === event.play ? { ...stay(contact), state: silent } : stay(contact)
    }
    default:
      return hearDecision(contact, event, tenant)
  }
}

/** By which trunk, if any; and what the customer's own network makes of our REFER. */
function hearDecision(
  contact: Diverting,
  event: Event,
  tenant: Tenant,
): Step<Diverting | Leaving | Waiting | Ended> {
  const { outside, caller } = contact
  if (outside && event.type === 'contact.placed')
    return { ...stay(contact), state: { ...contact, outside: notePlaced(outside, event) } }
  if (event.type === 'contact.notPlaced' && event.leg === contact.leg)
    return fail(contact, event.reason, event.at, tenant)
  if (!outside || event.type !== 'leg.transferred' || event.leg !== caller) return stay(contact)
  return event.status < 300 ? leaveUs(contact, outside.number) : bridge(contact, event.at)
}

/** Our own trunks ring the number, where the other network did not. */
function bridge(contact: Diverting, at: number): Step<Diverting> {
  const { outside } = contact
  if (!outside) return stay(contact)
  const { number, why, by } = outside
  const next = dialOut(contact, { number, why, ...(by === undefined ? {} : { by }) })
  return {
    state: { ...contact, made: next.made, outside: next.outside, leg: next.outside.leg },
    conclusions: [next.conclusion],
    effects: [ringTimer(contact, at)],
  }
}

/** The caller was led to the number by his own network. */
function leaveUs(contact: Diverting, number: string): Step<Ended> {
  const { id, caller, back } = contact
  const { effects } = stopRinging(contact)
  return endCall(contact, back ? 'handled' : 'diverted', 'transferred', {
    conclusions: [{ type: 'contact.diverted', contact: id, number }],
    effects: [...effects, { do: 'hangUp', leg: caller, reason: 'transferred' }],
  })
}

/** The far end's ringing tone, or what its network says, in place of our music. */
const hearRinging = (contact: Diverting): Step<Diverting> => ({
  ...stay(contact),
  effects: [{ do: 'hear', rows: [[contact.caller, [{ leg: contact.leg }]]] }],
})

/** A recording from an earlier talk ends here: the party outside does not know of it. */
function connect(contact: Diverting): Step<Diverted> {
  const { id, caller, leg, uri, outside, back } = contact
  const { recorded, effects } = stopRecording(contact)
  const to = outside ? { number: outside.number } : { ...(uri !== undefined && { uri }) }
  return {
    state: { ...callOf(contact), recorded, phase: 'diverted', leg, ...(back && { handled: true }) },
    conclusions: [{ type: 'contact.diverted', contact: id, ...to }],
    effects: [
      ...stopRinging(contact).effects,
      ...effects,
      { do: 'hear', rows: hearEachOther(caller, leg) },
    ],
  }
}

const stopRinging = ({ id, caller, play }: Diverting): { readonly effects: readonly Effect[] } => ({
  effects: [
    { do: 'stopTimer', timer: timerOf('ring', id) },
    ...(play ? [{ do: 'stopPlay' as const, leg: caller, play }] : []),
  ],
})

function hearEnd(
  contact: Diverting,
  { leg, reason, at }: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<Diverting | Leaving | Waiting | Ended> {
  const { outside, back } = contact
  if (leg === contact.leg) {
    const next = dialOn(contact, outside, reason)
    if (!next) return fail(contact, reason, at, tenant)
    const state = { ...contact, made: next.made, outside: next.outside, leg: next.outside.leg }
    return { state, conclusions: [next.conclusion], effects: [ringTimer(contact, at)] }
  }
  if (leg !== contact.caller) return stay(contact)
  if (outside && reason === 'transferred') return leaveUs(contact, outside.number)
  return endCall(contact, back ? 'handled' : 'abandoned-in-queue', reason, {
    effects: giveUpRing(contact, 'cancelled'),
  })
}

/** Nobody was reached: a transferred caller is served by us again, his agent first; any other hears goodbye. */
function fail(
  contact: Diverting,
  reason: Slug,
  at: number,
  tenant: Tenant,
): Step<Leaving | Waiting> {
  const { id, back, need } = contact
  const effects = giveUpRing(contact, reason)
  if (!back)
    return beginLeaving(contact, ['all-busy'], { outcome: 'turned-away', reason }, { effects })
  const place = { ...back, since: at, ...need }
  const waiting = beginWaiting(contact, place, tenant)
  return {
    state: waiting.state,
    conclusions: [{ type: 'contact.queued', contact: id, ...place }],
    effects: [...effects, ...waiting.effects],
  }
}

/** A leg that has ended already takes no harm. */
const giveUpRing = (contact: Diverting, reason: Slug): readonly Effect[] => [
  ...stopRinging(contact).effects,
  { do: 'hangUp', leg: contact.leg, reason },
]

/** Keys of the caller reach the other side, which may be a machine. */
export function whileDiverted(contact: Diverted, event: Event): Step<Diverted | Ended> {
  const { caller, leg, handled } = contact
  if (event.type === 'leg.digit' && event.leg === caller)
    return { ...stay(contact), effects: [{ do: 'sendDigits', leg, digits: event.digit }] }
  if (event.type === 'leg.transferred' && event.leg === caller && event.status < 300)
    return endCall(contact, handled ? 'handled' : 'diverted', 'transferred', {
      effects: [caller, leg].map((each) => ({ do: 'hangUp', leg: each, reason: 'transferred' })),
    })
  if (event.type !== 'leg.ended' || (event.leg !== caller && event.leg !== leg))
    return stay(contact)
  const other = event.leg === caller ? leg : caller
  return endCall(contact, handled ? 'handled' : 'diverted', event.reason, {
    effects: [{ do: 'hangUp', leg: other, reason: 'finished' }],
  })
}

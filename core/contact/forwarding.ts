import type { Effect } from '../effect.ts'
import type { Event, EventOf } from '../event.ts'
import { hearEachOther } from '../hearing.ts'
import type { ReasonCode } from '../reason-code.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { type Call, lineOf, nextLeg, speak, timerOf } from './call.ts'
import { endCall } from './end-call.ts'
import { enqueue } from './enqueue.ts'
import { beginLeaving } from './leaving.ts'
import { callByNextTrunk, callNumber, noteRouted } from './outbound-call.ts'
import type { ForwardedCall, ForwardingCall, Ended, Leaving, Waiting } from './phases.ts'
import { stopRecording } from './recording.ts'

/** How long a party outside may let it ring, ms. */
const ringMs = 60_000

type ForwardTarget = { readonly uri: string } | { readonly number: string }

/** Rings the party outside, who sees the caller's number; the queue's music goes on. */
export function beginForwarding(
  waiting: Waiting,
  to: ForwardTarget,
  at: number,
): Step<ForwardingCall> {
  const { said, effect } = speak(waiting, ['transferring'])
  const call = { ...lineOf(waiting), ...said }
  const timer = ringTimer(call, at)
  if ('number' in to) {
    const { made, outbound, conclusion } = callNumber(call, {
      ...to,
      why: 'divert',
      refers: call.caller,
    })
    return {
      state: { ...call, made, phase: 'forwarding', leg: outbound.leg, outbound },
      conclusions: [conclusion],
      effects: [effect, timer],
    }
  }
  const leg = nextLeg(call)
  const { from: number, name } = waiting
  const caller = { number, ...(name === undefined ? {} : { name }) }
  return {
    state: { ...call, made: call.made + 1, phase: 'forwarding', uri: to.uri, leg },
    conclusions: [{ type: 'leg.assigned', contact: call.id, leg, party: { who: 'outside' } }],
    effects: [effect, { do: 'ring', leg, to, caller, autoAnswer: false }, timer],
  }
}

export const ringTimer = ({ id }: Call, at: number): Effect => ({
  do: 'startTimer',
  timer: timerOf('ring', id),
  at: at + ringMs,
})

export function whileForwarding(
  contact: ForwardingCall,
  event: Event,
  tenant: Tenant,
): Step<ForwardingCall | ForwardedCall | Leaving | Waiting | Ended> {
  switch (event.type) {
    case 'leg.answered':
      return event.leg === contact.leg ? connect(contact) : stay(contact)
    case 'leg.ringing':
      return event.leg === contact.leg && event.sounds ? passEarlyMedia(contact) : stay(contact)
    case 'leg.ended':
      return onLegEnded(contact, event, tenant)
    case 'timer.fired':
      return event.timer.kind === 'ring'
        ? fail(contact, 'no-answer', event.at, tenant)
        : stay(contact)
    case 'leg.played': {
      const { play, ...silent } = contact
      return play === event.play ? { ...stay(contact), state: silent } : stay(contact)
    }
    default:
      return onOutboundDecision(contact, event, tenant)
  }
}

/** By which trunk, if any; and what the customer's own network makes of our REFER. */
function onOutboundDecision(
  contact: ForwardingCall,
  event: Event,
  tenant: Tenant,
): Step<ForwardingCall | Leaving | Waiting | Ended> {
  const { outbound, caller } = contact
  if (outbound && event.type === 'outbound.routed')
    return { ...stay(contact), state: { ...contact, outbound: noteRouted(outbound, event) } }
  if (event.type === 'outbound.refused' && event.leg === contact.leg)
    return fail(contact, event.reason, event.at, tenant)
  if (!outbound || event.type !== 'leg.transferred' || event.leg !== caller) return stay(contact)
  return event.status < 300 ? leaveUs(contact, outbound.number) : bridge(contact, event.at)
}

/** Our own trunks ring the number, where the other network did not. */
function bridge(contact: ForwardingCall, at: number): Step<ForwardingCall> {
  const { outbound } = contact
  if (!outbound) return stay(contact)
  const { number, why, by } = outbound
  const next = callNumber(contact, { number, why, ...(by === undefined ? {} : { by }) })
  return {
    state: { ...contact, made: next.made, outbound: next.outbound, leg: next.outbound.leg },
    conclusions: [next.conclusion],
    effects: [ringTimer(contact, at)],
  }
}

/** The caller was led to the number by his own network. */
function leaveUs(contact: ForwardingCall, number: string): Step<Ended> {
  const { id, caller, back } = contact
  const { effects } = stopRinging(contact)
  return endCall(contact, back ? 'handled' : 'diverted', 'transferred', {
    conclusions: [{ type: 'contact.diverted', contact: id, number }],
    effects: [...effects, { do: 'hangUp', leg: caller, reason: 'transferred' }],
  })
}

/** The far end's ringing tone, or what its network says, in place of our music. */
const passEarlyMedia = (contact: ForwardingCall): Step<ForwardingCall> => ({
  ...stay(contact),
  effects: [{ do: 'hear', rows: [[contact.caller, [{ leg: contact.leg }]]] }],
})

/** A recording from an earlier talk ends here: the party outside does not know of it. */
function connect(contact: ForwardingCall): Step<ForwardedCall> {
  const { id, caller, leg, uri, outbound, back } = contact
  const { recorded, effects } = stopRecording(contact)
  const to = outbound ? { number: outbound.number } : { ...(uri !== undefined && { uri }) }
  return {
    state: {
      ...lineOf(contact),
      recorded,
      phase: 'forwarded',
      leg,
      ...(back && { handled: true }),
    },
    conclusions: [{ type: 'contact.diverted', contact: id, leg, ...to }],
    effects: [
      ...stopRinging(contact).effects,
      ...effects,
      { do: 'hear', rows: hearEachOther(caller, leg) },
    ],
  }
}

const stopRinging = ({
  id,
  caller,
  play,
}: ForwardingCall): { readonly effects: readonly Effect[] } => ({
  effects: [
    { do: 'stopTimer', timer: timerOf('ring', id) },
    ...(play ? [{ do: 'stopPlay' as const, leg: caller, play }] : []),
  ],
})

function onLegEnded(
  contact: ForwardingCall,
  { leg, reason, at }: EventOf<'leg.ended'>,
  tenant: Tenant,
): Step<ForwardingCall | Leaving | Waiting | Ended> {
  const { outbound, back } = contact
  if (leg === contact.leg) {
    const next = callByNextTrunk(contact, outbound, reason)
    if (!next) return fail(contact, reason, at, tenant)
    const state = { ...contact, made: next.made, outbound: next.outbound, leg: next.outbound.leg }
    return { state, conclusions: [next.conclusion], effects: [ringTimer(contact, at)] }
  }
  if (leg !== contact.caller) return stay(contact)
  if (outbound && reason === 'transferred') return leaveUs(contact, outbound.number)
  return endCall(contact, back ? 'handled' : 'abandoned-in-queue', reason, {
    effects: giveUpRing(contact, 'cancelled'),
  })
}

/** Nobody was reached: a transferred caller is served by us again, his agent first; any other hears goodbye. */
function fail(
  contact: ForwardingCall,
  reason: ReasonCode,
  at: number,
  tenant: Tenant,
): Step<Leaving | Waiting> {
  const { id, back, need } = contact
  const effects = giveUpRing(contact, reason)
  if (!back)
    return beginLeaving(contact, ['all-busy'], { outcome: 'turned-away', reason }, { effects })
  const place = { ...back, since: at, ...need }
  const waiting = enqueue(contact, place, tenant)
  return {
    state: waiting.state,
    conclusions: [{ type: 'contact.queued', contact: id, ...place }],
    effects: [...effects, ...waiting.effects],
  }
}

/** A leg that has ended already takes no harm. */
const giveUpRing = (contact: ForwardingCall, reason: ReasonCode): readonly Effect[] => [
  ...stopRinging(contact).effects,
  { do: 'hangUp', leg: contact.leg, reason },
]

/** Keys of the caller reach the other side, which may be a machine. */
export function whileForwarded(contact: ForwardedCall, event: Event): Step<ForwardedCall | Ended> {
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

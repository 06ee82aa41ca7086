import type { Effect } from '../effect.ts'
import type { Event, EventOf } from '../event.ts'
import { hearEachOther } from '../hearing.ts'
import type { Slug } from '../slug.ts'
import { type Step, stay } from '../step.ts'
import { callOf, endCall, nextLeg, speak, timerOf } from './call.ts'
import { beginLeaving } from './leaving.ts'
import type { Diverted, Diverting, Ended, Leaving, Waiting } from './phases.ts'
import { stopRecording } from './recording.ts'

/** How long a party outside may let it ring, ms. */
const ringMs = 60_000

/** Rings the party outside, who sees the caller's number; the queue's music goes on. */
export function beginDiverting(waiting: Waiting, uri: string, at: number): Step<Diverting> {
  const { said, effect } = speak(waiting, ['transferring'])
  const { id, from, name } = waiting
  const call = { ...callOf(waiting), ...said }
  const leg = nextLeg(call)
  const caller = { number: from, ...(name === undefined ? {} : { name }) }
  return {
    state: { ...call, made: call.made + 1, phase: 'diverting', uri, leg },
    conclusions: [],
    effects: [
      effect,
      { do: 'ring', leg, to: { uri }, caller, autoAnswer: false },
      { do: 'startTimer', timer: timerOf('ring', id), at: at + ringMs },
    ],
  }
}

export function whileDiverting(
  contact: Diverting,
  event: Event,
): Step<Diverting | Diverted | Leaving | Ended> {
  switch (event.type) {
    case 'leg.answered':
      return event.leg === contact.leg ? connect(contact) : stay(contact)
    case 'leg.ringing':
      return event.leg === contact.leg && event.sounds ? hearRinging(contact) : stay(contact)
    case 'leg.ended':
      return hearEnd(contact, event)
    case 'timer.fired':
      return event.timer === timerOf('ring', contact.id)
        ? turnAway(contact, 'no-answer')
        : stay(contact)
    case 'leg.played': {
      const { play, ...silent } = contact
      return play === event.play ? { ...stay(contact), state: silent } : stay(contact)
    }
    default:
      return stay(contact)
  }
}

/** The far end's ringing tone, or what its network says, in place of our music. */
const hearRinging = (contact: Diverting): Step<Diverting> => ({
  ...stay(contact),
  effects: [{ do: 'hear', rows: [[contact.caller, [{ leg: contact.leg }]]] }],
})

/** A recording from an earlier talk ends here: the party outside does not know of it. */
function connect(contact: Diverting): Step<Diverted> {
  const { id, caller, leg, uri, play } = contact
  const { recorded, effects } = stopRecording(contact)
  return {
    state: { ...callOf(contact), recorded, phase: 'diverted', leg },
    conclusions: [{ type: 'contact.diverted', contact: id, uri }],
    effects: [
      { do: 'stopTimer', timer: timerOf('ring', id) },
      ...(play ? [{ do: 'stopPlay' as const, leg: caller, play }] : []),
      ...effects,
      { do: 'hear', rows: hearEachOther(caller, leg) },
    ],
  }
}

function hearEnd(
  contact: Diverting,
  { leg, reason }: EventOf<'leg.ended'>,
): Step<Diverting | Leaving | Ended> {
  if (leg === contact.leg) return turnAway(contact, reason)
  if (leg !== contact.caller) return stay(contact)
  return endCall(contact, 'abandoned-in-queue', reason, {
    effects: giveUpRing(contact, 'cancelled'),
  })
}

const turnAway = (contact: Diverting, reason: Slug): Step<Leaving> =>
  beginLeaving(
    contact,
    ['all-busy'],
    { outcome: 'turned-away', reason },
    { effects: giveUpRing(contact, reason) },
  )

/** A leg that has ended already takes no harm. */
const giveUpRing = ({ id, leg }: Diverting, reason: Slug): Effect[] => [
  { do: 'stopTimer', timer: timerOf('ring', id) },
  { do: 'hangUp', leg, reason },
]

/** Keys of the caller reach the other side, which may be a machine. */
export function whileDiverted(contact: Diverted, event: Event): Step<Diverted | Ended> {
  const { caller, leg } = contact
  if (event.type === 'leg.digit' && event.leg === caller)
    return { ...stay(contact), effects: [{ do: 'sendDigits', leg, digits: event.digit }] }
  if (event.type !== 'leg.ended' || (event.leg !== caller && event.leg !== leg))
    return stay(contact)
  const other = event.leg === caller ? leg : caller
  return endCall(contact, 'diverted', event.reason, {
    effects: [{ do: 'hangUp', leg: other, reason: 'finished' }],
  })
}

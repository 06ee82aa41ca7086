import type { Effect } from '../effect.ts'
import type { Event, EventOf } from '../event.ts'
import { ruleOf } from '../policy.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { awaitCallback, callableNumber, dialCustomer, endBooking } from './booking.ts'
import { callOf, lineOf, speak, timerOf } from './call.ts'
import { endCall } from './end-call.ts'
import { beginLeaving } from './leaving.ts'
import { whyWords } from './message.ts'
import type {
  AwaitingCallback,
  Booked,
  DialingCustomer,
  Ended,
  Leaving,
  OfferedCallback,
  Waiting,
} from './phases.ts'
import { stopRecording } from './recording.ts'
import { beginRings, noRings } from './ringing.ts'

/** The ACD books it, or says with which callback it is one. A caller who can not be called hears so, and waits on. */
export function askCallback(contact: Waiting, tenant: Tenant): Step<Waiting> {
  const { id, queue, policy } = contact
  const number = callableNumber(contact, ruleOf(tenant, queue, policy)?.callback)
  if (number !== undefined)
    return {
      state: contact,
      conclusions: [{ type: 'callback.asked', contact: id, queue, number }],
      effects: [],
    }
  const { said, effect } = speak(contact, ['callback-not-possible'])
  return { state: { ...contact, ...said }, conclusions: [], effects: [effect] }
}

const introOf = ({ overflow }: Waiting): readonly string[] => (overflow ? [whyWords[overflow]] : [])

/** The caller is told, and hung up; from now on the place waits without him. */
export function beginBooked(waiting: Waiting, event: EventOf<'callback.booked'>): Step<Booked> {
  const { queue, number, since, until } = event
  const { said, effect } = speak(waiting, [...introOf(waiting), 'callback-booked'])
  const booking = { queue, since, number, until, attempts: 0 }
  return {
    state: { ...lineOf(waiting), ...said, phase: 'booked', booking, isDue: false },
    conclusions: [],
    effects: [effect, { do: 'startTimer', timer: timerOf('window', waiting.id), at: until }],
  }
}

/** The customer has a callback already: to him it is the same. */
export const beginMerged = (waiting: Waiting): Step<Leaving> =>
  beginLeaving(waiting, [...introOf(waiting), 'callback-booked'], {
    outcome: 'callback-merged',
    reason: 'elsewhere',
  })

export function whileBooked(
  contact: Booked,
  event: Event,
  tenant: Tenant,
): Step<Booked | AwaitingCallback | DialingCustomer | OfferedCallback | Ended> {
  const { caller, play } = contact
  switch (event.type) {
    case 'leg.played':
      return event.play === play
        ? { ...stay(contact), effects: [farewell(contact)] }
        : stay(contact)
    case 'leg.ended':
      return event.leg === caller ? beginAwaiting(contact, event.at, tenant) : stay(contact)
    case 'callback.due':
      return { ...stay(contact), state: { ...contact, isDue: true } }
    case 'contact.offered': {
      // The agent comes first, and is there: the words are cut short.
      const { state, conclusions, effects } = offer(silenced(contact), event, tenant)
      const before = [farewell(contact), ...stopRecording(contact).effects]
      return { state, conclusions, effects: [...before, ...effects] }
    }
    case 'timer.fired':
      return event.timer.kind === 'window'
        ? endCall(contact, 'callback-failed', 'expired', { effects: [farewell(contact)] })
        : stay(contact)
    case 'callback.cancelled':
      return endBooking(contact, 'callback-cancelled', 'cancelled', {
        effects: [farewell(contact)],
      })
    default:
      return stay(contact)
  }
}

const farewell = ({ caller }: Booked): Effect => ({
  do: 'hangUp',
  leg: caller,
  reason: 'finished',
})

/** The line is free to be dialled. */
function beginAwaiting(
  contact: Booked,
  at: number,
  tenant: Tenant,
): Step<AwaitingCallback | DialingCustomer | Ended> {
  const { booking, isDue } = contact
  const silent = awaitCallback(silenced(contact), booking, {
    effects: stopRecording(contact).effects,
  })
  if (!isDue) return silent
  const due = dial(silent.state, at, tenant)
  return { ...due, effects: [...silent.effects, ...due.effects] }
}

/** A talk before, and a transfer: its recording is whole. */
const silenced = (contact: Booked): Booked => ({
  ...contact,
  recorded: stopRecording(contact).recorded,
})

export function whileAwaitingCallback(
  contact: AwaitingCallback,
  event: Event,
  tenant: Tenant,
): Step<AwaitingCallback | DialingCustomer | OfferedCallback | Ended> {
  switch (event.type) {
    case 'callback.due':
      return dial(contact, event.at, tenant)
    case 'contact.offered':
      return offer(contact, event, tenant)
    case 'timer.fired':
      return event.timer.kind === 'window'
        ? endCall(contact, 'callback-failed', 'expired')
        : stay(contact)
    case 'callback.cancelled':
      return endBooking(contact, 'callback-cancelled', 'cancelled')
    default:
      return stay(contact)
  }
}

function dial(
  contact: AwaitingCallback,
  at: number,
  tenant: Tenant,
): Step<DialingCustomer | Ended> {
  const dialled = dialCustomer(contact, contact.booking, at, tenant)
  if (!dialled) return endBooking(contact, 'callback-failed', 'not-possible-now')
  const { call, dial, conclusions, effects } = dialled
  return { state: { ...call, phase: 'dialingCustomer', ...dial }, conclusions, effects }
}

/** The agent is rung first. */
function offer(
  contact: AwaitingCallback | Booked,
  event: EventOf<'contact.offered'>,
  tenant: Tenant,
): Step<OfferedCallback> {
  const { booking } = contact
  const silent = noRings(contact, event, tenant)
  const offered = { ...callOf(contact), ...silent, phase: 'offeredCallback', booking } as const
  return beginRings(offered, event.agent, tenant)
}

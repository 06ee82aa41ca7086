import type { Event, EventOf } from '../event.ts'
import type { PlayId, QueueId } from '../names.ts'
import { type CallbackRule, ruleOf } from '../policy.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { announcementOf } from './announcement.ts'
import { callableNumber } from './booking.ts'
import { speak } from './call.ts'
import { askCallback, beginBooked, beginMerged } from './callback.ts'
import { endCall } from './end-call.ts'
import { enqueue } from './enqueue.ts'
import { beginForwarding } from './forwarding.ts'
import { beginLeaving } from './leaving.ts'
import { beginMessage, whyWords } from './message.ts'
import type {
  Booked,
  ForwardingCall,
  Ended,
  Leaving,
  LeavingMessage,
  Offered,
  Waiting,
} from './phases.ts'
import { beginOffer } from './ringing.ts'

type Left = Leaving | ForwardingCall | LeavingMessage | Booked | Ended

export function whileWaiting(
  contact: Waiting,
  event: Event,
  tenant: Tenant,
): Step<Waiting | Offered | Left> {
  switch (event.type) {
    case 'leg.ended':
      return event.leg === contact.caller
        ? endCall(contact, 'abandoned-in-queue', event.reason)
        : stay(contact)
    case 'leg.played':
      return silence(contact, event.play)
    case 'leg.digit':
      return event.leg === contact.caller ? press(contact, event.digit, tenant) : stay(contact)
    case 'contact.positioned':
      return announce(contact, event, tenant)
    case 'contact.offered':
      return beginOffer(contact, event, tenant)
    case 'contact.overflowed':
      return overflow(contact, event, tenant)
    case 'callback.booked':
      return beginBooked(contact, event)
    case 'callback.merged':
      return beginMerged(contact)
    default:
      return stay(contact)
  }
}

/** Where the ACD leads the caller instead of waiting on. */
function overflow(
  contact: Waiting,
  { to, why, at }: EventOf<'contact.overflowed'>,
  tenant: Tenant,
): Step<Waiting | Left> {
  if ('queue' in to) return waitElsewhere(contact, to.queue, tenant)
  if ('uri' in to || 'number' in to) return beginForwarding(contact, to, at)
  if ('voicemail' in to) return beginMessage(contact, why)
  if ('goodbye' in to)
    return beginLeaving(contact, [to.goodbye], { outcome: 'turned-away', reason: 'finished' })
  return canBeCalledBack(contact, tenant)
    ? askCallback({ ...contact, overflow: why }, tenant)
    : beginLeaving(contact, [whyWords[why], 'callback-not-possible', 'goodbye'], {
        outcome: 'turned-away',
        reason: 'not-possible-now',
      })
}

/** The age is kept, and what the contact asks for beside the queue's rule. */
function waitElsewhere(contact: Waiting, queue: QueueId, tenant: Tenant): Step<Waiting> {
  const { id: contactId, since, need, play } = contact
  const place = { queue, since, ...need }
  const { state, effects } = enqueue(contact, place, tenant)
  return {
    state: play ? { ...state, play } : state,
    conclusions: [{ type: 'contact.queued', contact: contactId, ...place }],
    effects,
  }
}

const callbackOf = ({ queue, policy }: Waiting, tenant: Tenant): CallbackRule | undefined =>
  ruleOf(tenant, queue, policy)?.callback

const canBeCalledBack = (contact: Waiting, tenant: Tenant): boolean =>
  callableNumber(contact, callbackOf(contact, tenant)) !== undefined

const press = (contact: Waiting, digit: string, tenant: Tenant): Step<Waiting> =>
  digit === callbackOf(contact, tenant)?.key ? askCallback(contact, tenant) : stay(contact)

function announce(
  contact: Waiting,
  event: EventOf<'contact.positioned'>,
  tenant: Tenant,
): Step<Waiting> {
  const words = announcementOf(contact, event, callbackOf(contact, tenant))
  if (words.length === 0) return stay(contact)
  const { said, effect } = speak(contact, words)
  return { state: { ...welcomed(contact), ...said }, conclusions: [], effects: [effect] }
}

function silence(contact: Waiting, played: PlayId): Step<Waiting> {
  const { play, ...silent } = welcomed(contact)
  return play === played ? { ...stay(contact), state: silent } : stay(contact)
}

/** A customer who was called back has heard so. */
function welcomed({ isCalledBack: _, ...contact }: Waiting): Waiting {
  return contact
}

import type { Effect } from '../effect.ts'
import type { Event, EventOf } from '../event.ts'
import { named, type PlayId, type PromptId } from '../names.ts'
import { ruleOf } from '../policy.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { endCall, nextPlay, timerOf } from './call.ts'
import type { Ended, Offered, Waiting } from './phases.ts'
import { beginOffer } from './ringing.ts'

/** Numbers up to this one are recorded; a place further back is not announced. */
const highestSpokenNumber = 99

export function whileWaiting(
  contact: Waiting,
  event: Event,
  tenant: Tenant,
): Step<Waiting | Offered | Ended> {
  switch (event.type) {
    case 'leg.ended':
      return event.leg === contact.caller
        ? endCall(contact, 'abandoned-in-queue', event.reason, {
            effects: [{ do: 'stopTimer', timer: timerOf('announce', contact.id) }],
          })
        : stay(contact)
    case 'leg.played':
      return silence(contact, event.play)
    case 'contact.positioned':
      return announce(contact, event, tenant)
    case 'contact.offered':
      return beginOffer(contact, event, tenant)
    default:
      return stay(contact)
  }
}

function announce(
  contact: Waiting,
  event: EventOf<'contact.positioned'>,
  tenant: Tenant,
): Step<Waiting> {
  const say = (name: string) => named<PromptId>(`${contact.language}/${name}`)
  const seconds = ruleOf(tenant, contact.queue, contact.policy)?.announce.everySeconds ?? 30
  const again: Effect = {
    do: 'startTimer',
    timer: timerOf('announce', contact.id),
    at: event.at + seconds * 1000,
  }
  if (event.position > highestSpokenNumber)
    return { state: contact, conclusions: [], effects: [again] }
  const play = nextPlay(contact)
  const place =
    event.position === 1
      ? [say('next')]
      : [say('position-before'), say(`number/${event.position}`), say('position-after')]
  const prompts = event.first ? [say('please-wait'), ...place] : place
  return {
    state: { ...contact, made: contact.made + 1, play },
    conclusions: [],
    effects: [{ do: 'play', leg: contact.caller, play, prompts }, again],
  }
}

function silence(contact: Waiting, played: PlayId): Step<Waiting> {
  const { play, ...silent } = contact
  return play === played ? { ...stay(contact), state: silent } : stay(contact)
}

import type { Effect } from '../effect.ts'
import type { Event, EventOf } from '../event.ts'
import { hearNothing } from '../hearing.ts'
import { type Step, stay } from '../step.ts'
import { lineOf, speak, timerOf } from './call.ts'
import { endCall } from './end-call.ts'
import { beginLeaving } from './leaving.ts'
import type { Ended, Leaving, LeavingMessage, Waiting } from './phases.ts'
import { recordMessage, stopRecording } from './recording.ts'

/** The longest message, ms. */
const longestMs = 180_000
/** What is shorter was no message, ms. */
const shortestMs = 2000

/** What is said before, by why the caller can not wait. */
export const whyWords: Readonly<Record<EventOf<'contact.overflowed'>['why'], string>> = {
  size: 'busy-now',
  wait: 'busy-now',
  'expected-wait': 'busy-now',
  closed: 'closed-now',
  emergency: 'emergency-now',
}

/** Asks for a message; the music stops, so that it will not sound into it. */
export function beginMessage(
  waiting: Waiting,
  why: EventOf<'contact.overflowed'>['why'],
): Step<LeavingMessage> {
  const { said, effect } = speak(waiting, [whyWords[why], 'leave-message', 'tone/beep'])
  return {
    state: { ...lineOf(waiting), ...said, phase: 'leavingMessage' },
    conclusions: [],
    effects: [{ do: 'hear', rows: [hearNothing(waiting.caller)] }, effect],
  }
}

export function whileLeavingMessage(
  contact: LeavingMessage,
  event: Event,
): Step<LeavingMessage | Leaving | Ended> {
  switch (event.type) {
    case 'leg.played':
      return event.play === contact.play && contact.startedAt === undefined
        ? record(contact, event.at)
        : stay(contact)
    case 'leg.digit':
      return event.leg === contact.caller && event.digit === '#'
        ? finish(contact, event.at)
        : stay(contact)
    case 'timer.fired':
      return event.timer.kind === 'message' ? finish(contact, event.at) : stay(contact)
    case 'leg.ended':
      return event.leg === contact.caller
        ? endCall(
            contact,
            hasMessage(contact, event.at) ? 'left-message' : 'abandoned-in-queue',
            event.reason,
            { effects: [{ do: 'stopTimer', timer: timerOf('message', contact.id) }] },
          )
        : stay(contact)
    default:
      return stay(contact)
  }
}

function record(contact: LeavingMessage, at: number): Step<LeavingMessage> {
  const { recorded, effects } = recordMessage(contact)
  return {
    state: { ...contact, recorded, startedAt: at },
    conclusions: [],
    effects: [
      ...effects,
      { do: 'startTimer', timer: timerOf('message', contact.id), at: at + longestMs },
    ],
  }
}

/** A key before the beep says nothing. */
function finish(contact: LeavingMessage, at: number): Step<LeavingMessage | Leaving> {
  if (contact.startedAt === undefined) return stay(contact)
  const stopped = stopRecording(contact)
  const effects: Effect[] = [
    { do: 'stopTimer', timer: timerOf('message', contact.id) },
    ...stopped.effects,
  ]
  const call = { ...contact, recorded: stopped.recorded }
  return hasMessage(contact, at)
    ? beginLeaving(
        call,
        ['message-kept'],
        { outcome: 'left-message', reason: 'finished' },
        { effects },
      )
    : beginLeaving(call, ['goodbye'], { outcome: 'turned-away', reason: 'finished' }, { effects })
}

const hasMessage = ({ startedAt }: LeavingMessage, at: number): boolean =>
  startedAt !== undefined && at - startedAt >= shortestMs

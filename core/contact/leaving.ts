import type { Effect } from '../effect.ts'
import type { Event } from '../event.ts'
import { type Step, stay } from '../step.ts'
import { lineOf, type OnLine, speak } from './call.ts'
import { type Before, endCall } from './end-call.ts'
import type { Ended, Leaving } from './phases.ts'

type LeavingEnd = Pick<Leaving, 'outcome' | 'reason'>

/** Says the last words. What came `before` is done first; the outcome is settled, whoever hangs up. */
export function beginLeaving(
  call: OnLine,
  words: readonly string[],
  { outcome, reason }: LeavingEnd,
  before: Before = {},
): Step<Leaving> {
  const { said, effect } = speak(call, words)
  return {
    state: { ...lineOf(call), ...said, phase: 'leaving', outcome, reason },
    conclusions: before.conclusions ?? [],
    effects: [...(before.effects ?? []), effect],
  }
}

export function whileLeaving(contact: Leaving, event: Event): Step<Leaving | Ended> {
  const { caller, play, outcome, reason } = contact
  if (event.type === 'leg.ended' && event.leg === caller)
    return endCall(contact, outcome, event.reason)
  if (event.type !== 'leg.played' || event.play !== play) return stay(contact)
  const farewell: Effect = { do: 'hangUp', leg: caller, reason: 'finished' }
  return endCall(contact, outcome, reason, { effects: [farewell] })
}

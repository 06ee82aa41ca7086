import type { Effect } from '../effect.ts'
import type { Conclusion, Outcome } from '../event.ts'
import type { ReasonCode } from '../reason-code.ts'
import type { Step } from '../step.ts'
import type { Call, Ended } from './call.ts'
import { stopRecording } from './recording.ts'

/** Conclusions and orders that go before the ending itself. */
export type Before = {
  readonly conclusions?: readonly Conclusion[]
  readonly effects?: readonly Effect[]
}

/** The contact is over. Ending twice is impossible: `ended` hears nothing. */
export function endCall(
  call: Call,
  outcome: Outcome,
  reason: ReasonCode,
  before: Before = {},
): Step<Ended> {
  return {
    state: { phase: 'ended', id: call.id },
    conclusions: [
      ...(before.conclusions ?? []),
      { type: 'contact.ended', contact: call.id, outcome, reason },
    ],
    effects: [...(before.effects ?? []), ...stopRecording(call).effects],
  }
}

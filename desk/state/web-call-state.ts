import type { SoftphoneState } from '../../softphone/softphone-state.ts'

/** What the customer's own page knows of its line. */
export type WebCallState =
  | { readonly is: 'idle' }
  /** Pressed: the browser asks for the microphone. */
  | { readonly is: 'asking' }
  | { readonly is: 'connecting' }
  | { readonly is: 'open'; readonly since: number }
  | { readonly is: 'over'; readonly talkedMs: number }
  | { readonly is: 'refused'; readonly reason: string }

/** SIP final responses (RFC 3261 section 21) that have a reason code of their own. */
const reasons: Readonly<Record<number, string>> = {
  404: 'unknown-number',
  486: 'busy',
  488: 'no-common-codec',
  503: 'overloaded',
}

function whileOut(before: WebCallState, phone: SoftphoneState, now: number): WebCallState {
  if (before.is === 'open') return { is: 'over', talkedMs: now - before.since }
  if (before.is !== 'connecting' || phone.lastEnd === undefined) return before
  if (phone.lastEnd.by === 'here') return { is: 'idle' }
  return { is: 'refused', reason: reasons[phone.lastEnd.status ?? 0] ?? 'unreachable' }
}

/** The line after the telephone has changed. `called` is false until the phone has been told to call. */
export function nextWebCallState(
  before: WebCallState,
  phone: SoftphoneState,
  called: boolean,
  now: number,
): WebCallState {
  if (before.is === 'over' || before.is === 'refused') return before
  if (phone.fault !== undefined && phone.fault !== 'sound-blocked')
    return { is: 'refused', reason: phone.fault }
  if (!called) return phone.link === 'lost' ? { is: 'refused', reason: 'network' } : before
  switch (phone.call) {
    case 'connecting':
      return { is: 'connecting' }
    case 'talking':
      return before.is === 'open' ? before : { is: 'open', since: now }
    default:
      return whileOut(before, phone, now)
  }
}

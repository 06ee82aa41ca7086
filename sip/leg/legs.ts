import type { LegId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { type SipDialog, sendBye, sendByeAfterAck } from '../dialog.ts'
import type { SipRequest, SipResponse } from '../message.ts'
import { reasonHeader, statusFor } from '../reason.ts'
import type { SignallingFact } from '../signalling.ts'
import type { TrunkConnection } from '../trunk/trunk-connection.ts'
import type { DialogName } from './replaces.ts'

/*
 *  inbound                                               outbound
 *
 *  INVITE                                                ring
 *    |                                                    |
 *    v        answer            200 is out                v          200
 *  arrived -----------> answering -------> unconfirmed   calling ------------.
 *    |                     |                  |  ACK        |                |
 *    |                     |                  '-------------+-----------> talking
 *    | CANCEL, refuse      | CANCEL           | BYE         | >= 300,        | BYE
 *    v                     v                  v             v CANCEL         v
 *  ---------------------------------- gone: told once by leg.ended ----------------
 *
 *  hangUp leads from every phase to gone, with the farewell that the phase asks for.
 */
export type LegPhase =
  | { readonly is: 'arrived'; readonly request: SipRequest; readonly response: SipResponse }
  /** `part` waits for the 200 to be out. */
  | { readonly is: 'answering'; readonly sendBye: (reason: ReasonCode) => void }
  | {
      readonly is: 'unconfirmed'
      readonly dialog: SipDialog
      readonly acknowledged: Promise<void>
    }
  | { readonly is: 'calling'; readonly cancel: (reason: ReasonCode) => void }
  /** `isOurs`: we called, and made the Call-ID. */
  | { readonly is: 'talking'; readonly dialog: SipDialog; readonly isOurs: boolean }

/** Where a leg comes from, or goes to. */
export type LegOrigin = {
  readonly isAgent?: boolean
  readonly connection?: TrunkConnection | undefined
}

export type Legs = {
  /** A new leg, or the next phase of one. */
  readonly enter: (leg: LegId, phase: LegPhase) => void
  readonly phaseOf: (leg: LegId) => LegPhase | undefined
  /** The descriptions of its dialog have changed. */
  readonly described: (leg: LegId) => void
  /** The far end is gone already: forgets the leg and tells `leg.ended`, once. */
  readonly end: (leg: LegId, reason: ReasonCode) => void
  /** Says farewell as the phase asks for, then as `end`. Unknown legs are ignored. */
  readonly hangUp: (leg: LegId, reason: ReasonCode) => void
  readonly ids: () => readonly LegId[]
  /** Known until the leg ends. */
  readonly setOrigin: (leg: LegId, origin: LegOrigin) => void
  readonly originOf: (leg: LegId) => LegOrigin | undefined
  /** The leg of this dialog. */
  readonly named: (name: DialogName) => LegId | undefined
}

export function createLegs(
  tell: (fact: SignallingFact) => void,
  onPhase: (leg: LegId, phase: LegPhase, origin?: LegOrigin) => void = () => undefined,
): Legs {
  const phases = new Map<LegId, LegPhase>()
  const origins = new Map<LegId, LegOrigin>()
  const end = (leg: LegId, reason: ReasonCode): void => {
    origins.delete(leg)
    if (phases.delete(leg)) tell({ type: 'leg.ended', leg, reason })
  }
  return {
    enter(leg, phase) {
      phases.set(leg, phase)
      onPhase(leg, phase, origins.get(leg))
    },
    described(leg) {
      const phase = phases.get(leg)
      if (phase) onPhase(leg, phase, origins.get(leg))
    },
    phaseOf: (leg) => phases.get(leg),
    end,
    hangUp(leg, reason) {
      const phase = phases.get(leg)
      if (phase) sendFarewell(phase, reason)
      end(leg, reason)
    },
    ids: () => [...phases.keys()],
    setOrigin: (leg, origin) => void origins.set(leg, origin),
    originOf: (leg) => origins.get(leg),
    named: (name) =>
      [...phases].find(([, phase]) => 'dialog' in phase && isOf(phase.dialog, name))?.[0],
  }
}

const isOf = ({ sip }: SipDialog, name: DialogName): boolean =>
  sip.callId === name.callId && sip.localTag === name.localTag && sip.remoteTag === name.remoteTag

function sendFarewell(phase: LegPhase, reason: ReasonCode): void {
  switch (phase.is) {
    case 'arrived':
      phase.response.send(statusFor(reason), { headers: reasonHeader(reason) })
      break
    case 'answering':
      phase.sendBye(reason)
      break
    case 'unconfirmed':
      sendByeAfterAck(phase.dialog, reasonHeader(reason))
      break
    case 'calling':
      phase.cancel(reason)
      break
    case 'talking':
      sendBye(phase.dialog, reasonHeader(reason))
  }
}

import type { LegId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { SipDialog } from '../dialog.ts'
import type { SipRequest, SipResponse } from '../message.ts'
import { allowInDialog } from '../methods.ts'
import { reasonHeader } from '../reason.ts'
import type { SignallingOptions } from '../signalling.ts'
import type { IncomingRefers } from './incoming-refer.ts'
import { readInfoDigit } from './info.ts'
import type { Legs } from './legs.ts'
import type { OutgoingRefers } from './outgoing-refer.ts'

export type DialogContext = Pick<
  SignallingOptions,
  'onFact' | 'onReoffer' | 'onRefusal' | 'log'
> & {
  readonly legs: Legs
  /** The edge has kept this dialog of a process before us. */
  readonly onKept?: () => void
  readonly outgoingRefers: OutgoingRefers
  readonly incomingRefers: IncomingRefers
}

/** The header of the edge's own OPTIONS inside a dialog that it has kept for the next process. */
const keptHeader = 'x-callwright-kept'

/** Follows what the far end of an established dialog asks for, until its BYE. */
export function followDialog(leg: LegId, dialog: SipDialog, context: DialogContext): void {
  dialog.listen((request, response) => {
    serve(leg, dialog, { request, response }, context)
    return true
  })
}

/** Our 200 is out. Whatever comes before its ACK, but for a BYE, waits for it: the leg is answered first. */
export function awaitAck(leg: LegId, dialog: SipDialog, context: DialogContext): void {
  const { legs, onFact } = context
  let acknowledge = (): void => undefined
  const acknowledged = new Promise<void>((resolve) => (acknowledge = resolve))
  const confirm = (): void => {
    if (legs.phaseOf(leg)?.is !== 'unconfirmed') return
    legs.enter(leg, { is: 'talking', dialog, isOurs: false })
    acknowledge()
    onFact({ type: 'leg.answered', leg })
    followDialog(leg, dialog, context)
  }
  legs.enter(leg, { is: 'unconfirmed', dialog, acknowledged })
  dialog.listen((request) => {
    const kept = keptState(request)
    if (kept !== undefined) context.onKept?.()
    if (request.method === 'ACK' || kept === 'acknowledged') confirm()
    else if (request.method === 'BYE') endByBye(leg, request, legs)
    else return kept !== undefined
    return true
  })
}

/** How far a dialog was that the edge has kept, `acknowledged` or not yet; undefined of any other request. */
function keptState(request: SipRequest): string | undefined {
  const isOfEdge = request.method === 'OPTIONS' && request.source === 'application'
  return isOfEdge ? request.get(keptHeader) : undefined
}

type Exchange = { readonly request: SipRequest; readonly response: SipResponse }

function serve(leg: LegId, dialog: SipDialog, exchange: Exchange, context: DialogContext): void {
  const { request, response } = exchange
  switch (request.method) {
    case 'INVITE':
    case 'UPDATE':
      redescribe(leg, dialog, exchange, context)
      break
    case 'INFO':
      readKey(leg, exchange, context)
      break
    case 'REFER':
      context.incomingRefers.onRefer(leg, dialog, request, response)
      break
    case 'NOTIFY':
      context.outgoingRefers.onNotify(leg, request, response)
      break
    case 'OPTIONS':
      if (keptState(request) === undefined) response.send(200)
      else context.onKept?.()
      break
    case 'BYE':
      endByBye(leg, request, context.legs)
      break
    case 'ACK':
      // Of a re-INVITE.
      break
    default:
      response.send(405, { headers: { Allow: allowInDialog } })
  }
}

/**
 * A re-INVITE without an offer wants ours in the 200, RFC 3261 section 14.2: what we said last. An UPDATE without one only
 * refreshes the session timer, RFC 4028.
 */
function redescribe(
  leg: LegId,
  dialog: SipDialog,
  exchange: Exchange,
  context: DialogContext,
): void {
  const { request, response } = exchange
  if (request.body) reanswer(leg, dialog, exchange, context)
  else if (request.method === 'UPDATE') response.send(200)
  else response.send(200, { headers: sdpHeaders, body: dialog.local.sdp })
}

/** A BYE of the edge's own: no ACK came, or the session timer ran out. */
function endByBye(leg: LegId, { source }: SipRequest, legs: Legs): void {
  legs.end(leg, source === 'application' ? 'unreachable' : 'hung-up')
}

function readKey(leg: LegId, { request, response }: Exchange, { onFact }: DialogContext): void {
  const digit = readInfoDigit(request.get('content-type'), request.body)
  response.send(digit === undefined ? 415 : 200)
  if (digit !== undefined) onFact({ type: 'leg.digit', leg, digit })
}

const sdpHeaders = { 'Content-Type': 'application/sdp' }

/** A further offer is answered by media. */
function reanswer(
  leg: LegId,
  dialog: SipDialog,
  { request, response }: Exchange,
  { legs, onReoffer, onRefusal, log }: DialogContext,
): void {
  onReoffer(leg, request.body).then(
    (answer) => {
      dialog.remote.sdp = request.body
      dialog.local.sdp = answer
      legs.described(leg)
      response.send(200, { headers: sdpHeaders, body: answer })
    },
    (error: unknown) => {
      const reason = reasonIn(error)
      log?.({ leg, reason }, 're-INVITE refused')
      onRefusal?.({ direction: 'in', method: 'INVITE', reason })
      response.send(488, { headers: reasonHeader(reason) })
    },
  )
}

/** The reason that a refusal of media carries. */
function reasonIn(error: unknown): ReasonCode {
  const isRefusal = error instanceof Error && 'reason' in error && typeof error.reason === 'string'
  // The face says that such a `reason` is a reason code.
  return isRefusal ? (error.reason as ReasonCode) : 'internal-error'
}

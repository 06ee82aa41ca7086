import type { LegId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { readInfoDigit } from './info.ts'
import type { Legs } from './legs.ts'
import { reasonHeader } from '../reason.ts'
import type { SignallingOptions } from '../signalling.ts'
import type { SipDialog, SipRequest, SipResponse } from '../srf.ts'
import type { OutgoingRefers } from './outgoing-refer.ts'
import type { IncomingRefers } from './incoming-refer.ts'

export type DialogContext = Pick<
  SignallingOptions,
  'onFact' | 'onReoffer' | 'onRefusal' | 'log'
> & {
  readonly legs: Legs
  readonly outgoingRefers: OutgoingRefers
  readonly incomingRefers: IncomingRefers
}

/** Follows what the far end of an established dialog asks for, until its BYE. */
export function followDialog(leg: LegId, dialog: SipDialog, watch: DialogContext): void {
  const { legs, onFact } = watch
  const reanswer = createReanswer(leg, dialog, watch)
  dialog.once('destroy', (request) => {
    // A BYE of the edge's own: no ACK came, or the session timer ran out.
    legs.end(leg, request.source === 'application' ? 'unreachable' : 'hung-up')
  })
  dialog.on('info', (request, response) => {
    const digit = readInfoDigit(request.get('content-type'), request.body)
    response.send(digit === undefined ? 415 : 200)
    if (digit !== undefined) onFact({ type: 'leg.digit', leg, digit })
  })
  dialog.on('modify', reanswer)
  dialog.on('update', (request, response) => {
    // Without SDP it only refreshes the session timer, RFC 4028.
    if (request.body) reanswer(request, response)
    else response.send(200)
  })
  dialog.on('refer', (request, response) =>
    watch.incomingRefers.onRefer(leg, dialog, request, response),
  )
  dialog.on('notify', (request, response) => watch.outgoingRefers.onNotify(leg, request, response))
  dialog.on('message', (_request, response) => response.send(405))
}

/** Answers re-INVITEs by media; what we said last is also our offer when a re-INVITE brings none. */
function createReanswer(
  leg: LegId,
  dialog: SipDialog,
  { legs, onReoffer, onRefusal, log }: DialogContext,
): (request: SipRequest, response: SipResponse) => void {
  const headers = { 'Content-Type': 'application/sdp' }

  // srf would fail on a re-INVITE without SDP; RFC 3261 section 14.2 wants an offer in the 200.
  const handle = dialog.handle.bind(dialog)
  dialog.handle = (request, response) => {
    if (request.method === 'INVITE' && !request.body)
      response.send(200, { headers, body: dialog.local.sdp })
    else handle(request, response)
  }

  return (request, response) => {
    onReoffer(leg, request.body).then(
      (answer) => {
        dialog.local.sdp = answer
        legs.described(leg)
        response.send(200, { headers, body: answer })
      },
      (error: unknown) => {
        const reason = slugIn(error)
        log?.({ leg, reason }, 're-INVITE refused')
        onRefusal?.({ direction: 'in', method: 'INVITE', reason })
        response.send(488, { headers: reasonHeader(reason) })
      },
    )
  }
}

/** The slug that a refusal of media carries. */
function slugIn(error: unknown): ReasonCode {
  const isRefusal = error instanceof Error && 'reason' in error && typeof error.reason === 'string'
  // The face says that such a `reason` is a slug.
  return isRefusal ? (error.reason as ReasonCode) : 'internal-error'
}

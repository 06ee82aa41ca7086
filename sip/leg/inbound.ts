import { type LegId, named } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { sendByeAfterAck } from '../dialog.ts'
import type { SipRequest, SipResponse } from '../message.ts'
import { reasonHeader } from '../reason.ts'
import type { SignallingFact } from '../signalling.ts'
import type { Srf } from '../srf.ts'
import { admit, type AdmissionOptions } from './admission.ts'
import { awaitAck, type DialogContext } from './follow-dialog.ts'
import { reliably } from './inspect-invite.ts'

export type Inbound = {
  readonly progress: (leg: LegId, sdp: string) => void
  readonly answer: (leg: LegId, sdp: string) => void
  readonly refuse: (leg: LegId, status: number, reason: ReasonCode) => void
  /** New INVITEs get 503 from now on. */
  readonly drain: () => void
  readonly isDraining: () => boolean
}

type InboundOptions = DialogContext &
  AdmissionOptions & {
    /** The leg of an INVITE that a process before us had. */
    readonly previousLegOf: (request: SipRequest) => LegId | undefined
    /** Prefix of the LegIds. */
    readonly voice: string
  }

/** Seconds after which a refused caller may try again while we drain. */
const retryAfterSeconds = '30'
const drainingHeaders = { ...reasonHeader('draining'), 'Retry-After': retryAfterSeconds }

/** Turns INVITEs into `leg.arrived`, and keeps each until it is answered or refused. */
export function createInbound(srf: Srf, options: InboundOptions): Inbound {
  const { legs, onFact, onRefusal } = options
  const count = (reason: ReasonCode): void =>
    onRefusal?.({ direction: 'in', method: 'INVITE', reason })
  let isDraining = false
  let arrivals = 0

  srf.handle('invite', (request, response) => {
    if (isDraining) {
      response.send(503, { headers: drainingHeaders })
      count('draining')
      return
    }
    const previous = options.previousLegOf(request)
    const leg = previous ?? named<LegId>(`${options.voice}.${(arrivals += 1)}`)
    const caller = receive(leg, request, response, options)
    if (!previous && caller) onFact({ type: 'leg.arrived', leg, ...caller })
    else if (previous) onFact(returned(previous, caller))
  })

  return {
    progress(leg, sdp) {
      const phase = legs.phaseOf(leg)
      if (phase?.is !== 'arrived') return
      const headers = { 'Content-Type': 'application/sdp', ...reliably(phase.request) }
      phase.response.send(183, { headers, body: sdp })
    },
    answer: (leg, sdp) => sendAnswer(srf, leg, sdp, options),
    refuse(leg, status, reason) {
      const phase = legs.phaseOf(leg)
      if (phase?.is !== 'arrived') return
      phase.response.send(status, { headers: reasonHeader(reason) })
      count(reason)
      legs.end(leg, reason)
    },
    drain: () => void (isDraining = true),
    isDraining: () => isDraining,
  }
}

/** The 200. A leg that has ended before it is out is hung up once the ACK is there. */
function sendAnswer(srf: Srf, leg: LegId, sdp: string, options: InboundOptions): void {
  const { legs } = options
  const phase = legs.phaseOf(leg)
  if (phase?.is !== 'arrived') return
  const digest = legs.originOf(leg)?.connection?.digest
  let parting: ReasonCode = 'cancelled'
  legs.enter(leg, { is: 'answering', sendBye: (reason) => (parting = reason) })
  srf.answer(phase.request, phase.response, sdp).then(
    (dialog) => {
      if (digest) dialog.digest = digest
      if (legs.phaseOf(leg)?.is === 'answering') awaitAck(leg, dialog, options)
      else sendByeAfterAck(dialog, reasonHeader(parting))
    },
    // The edge knows the transaction no more: the caller cancelled.
    () => legs.end(leg, 'cancelled'),
  )
}

/** An INVITE that is let in is a leg from now on; undefined when it was answered here. */
function receive(
  leg: LegId,
  request: SipRequest,
  response: SipResponse,
  options: InboundOptions,
): ReturnType<typeof admit> {
  const { legs, trunks } = options
  const caller = admit(leg, request, response, options)
  if (!caller) return undefined
  legs.enter(leg, { is: 'arrived', request, response })
  if (caller.trunk) legs.setOrigin(leg, { connection: trunks.connectionOf(caller.trunk) })
  hearCaller(leg, request, legs)
  return caller
}

/** What may come before our answer. */
function hearCaller(leg: LegId, request: SipRequest, legs: DialogContext['legs']): void {
  request.on('cancel', () => legs.end(leg, 'cancelled'))
  request.on('update', answerUpdate)
}

/** What an early UPDATE offers is settled by our answer: RFC 3311 section 5.2 asks for patience. */
function answerUpdate({ body }: SipRequest, response: SipResponse): void {
  if (body) response.send(500, { headers: { 'Retry-After': '5' } })
  else response.send(200)
}

/** A previous leg's INVITE came again. */
const returned = (leg: LegId, caller: { readonly offer: string } | undefined): SignallingFact =>
  caller
    ? { type: 'leg.redelivered', leg, offer: caller.offer }
    : { type: 'leg.ended', leg, reason: 'voice-lost' }

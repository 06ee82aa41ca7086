import type { VoiceEffect } from '../core/effect.ts'
import type { LegId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import { MediaRefusal } from '../media/refusal.ts'
import { endLeg, hangUpLeg } from './end-leg.ts'
import { describe, openEndpoint } from './leg-endpoint.ts'
import type { PendingOffer } from './voice-legs.ts'
import type { VoiceContext } from './voice.ts'

type Ring = Extract<VoiceEffect, { do: 'ring' }>

/** Opens an endpoint for the caller's offer and sends the 200; a leg that media can't serve gets a final response. */
export async function answerLeg(leg: LegId, context: VoiceContext): Promise<void> {
  const { signalling, legs } = context
  const offered = legs.takeOffer(leg)
  if (offered === undefined) return
  if (offered.early !== undefined) {
    // RFC 3264 section 4: one answer to one offer, so the 200 says what the 183 said.
    signalling.answer(leg, offered.early)
    return
  }
  try {
    const answer = await openAnswering(leg, offered, context)
    if (welcome(leg, context)) signalling.answer(leg, answer)
  } catch (error) {
    refuseOffer(leg, error, context)
  }
}

/** Opens an endpoint for the caller's offer before the call is answered, and sends the 183; once. */
export async function progressLeg(leg: LegId, context: VoiceContext): Promise<void> {
  const { signalling, legs } = context
  const offered = legs.offered(leg)
  if (offered === undefined || offered.early !== undefined) return
  try {
    const early = await openAnswering(leg, offered, context)
    legs.setEarly(leg, early)
    context.checkpoint({ entry: 'early', leg, sdp: early })
    if (welcome(leg, context)) signalling.progress(leg, early)
  } catch (error) {
    refuseOffer(leg, error, context)
  }
}

function openAnswering(
  leg: LegId,
  { offer, trunk }: PendingOffer,
  context: VoiceContext,
): Promise<string> {
  const party = { offer, terms: context.trunkTerms.of(trunk) }
  return openEndpoint(leg, party, (endpoint) => endpoint.answer(offer), context)
}

function refuseOffer(leg: LegId, error: unknown, context: VoiceContext): void {
  const reason = slugOf(error)
  context.log({ leg, ...faultOf(error) }, 'offer refused')
  context.signalling.refuse(leg, statusOf(reason), reason)
  hangUpLeg(leg, reason, context)
}

/** Opens an endpoint and sends an INVITE with its offer. */
export async function ringLeg(order: Ring, context: VoiceContext): Promise<void> {
  const { leg, to, caller, autoAnswer } = order
  const { signalling, log } = context
  try {
    const terms = 'trunk' in to ? context.trunkTerms.of(to.trunk) : {}
    const party = { called: 'softphone' in to ? 'web' : 'sip', terms } as const
    const offer = await openEndpoint(leg, party, (endpoint) => endpoint.offer(), context)
    if (welcome(leg, context)) signalling.ring(leg, { to, offer, caller, autoAnswer })
  } catch (error) {
    log({ leg, ...faultOf(error) }, 'no endpoint to ring with')
    endLeg(leg, slugOf(error), context)
  }
}

/** Hands the called party's SDP to media; then the leg is answered. */
export async function acceptLeg(leg: LegId, answer: string, context: VoiceContext): Promise<void> {
  try {
    await describe(leg, (endpoint) => endpoint.accept(answer), context)
  } catch (error) {
    context.log({ leg, ...faultOf(error) }, 'answer refused')
    hangUpLeg(leg, slugOf(error), context)
    return
  }
  if (context.legs.has(leg)) context.tell({ type: 'leg.answered', leg })
}

/** What the called party sends before it answers can be heard; where media refuses it, the final answer decides. */
export async function hearEarly(leg: LegId, answer: string, context: VoiceContext): Promise<void> {
  try {
    await describe(leg, (endpoint) => endpoint.accept(answer), context)
  } catch (error) {
    context.log({ leg, ...faultOf(error) }, 'early media refused')
    return
  }
  if (context.legs.has(leg)) context.tell({ type: 'leg.ringing', leg, sounds: true })
}

/** Gives a new endpoint its part in the hearing; false when the leg ended while the endpoint was opened. */
function welcome(leg: LegId, { legs, media }: VoiceContext): boolean {
  if (!legs.has(leg)) return false
  const rows = legs.rowsWith(leg)
  if (rows.length > 0) media.perform({ do: 'hear', rows })
  return true
}

const slugOf = (error: unknown): ReasonCode =>
  error instanceof MediaRefusal ? error.reason : 'internal-error'

/** A refusal is an outcome; anything else is a bug, and its stack is wanted. */
export const faultOf = (error: unknown): object =>
  error instanceof MediaRefusal ? { reason: error.reason, why: error.message } : { err: error }

const statusOf = (reason: ReasonCode): number =>
  reason === 'internal-error' ? 500 : reason === 'overloaded' ? 503 : 488

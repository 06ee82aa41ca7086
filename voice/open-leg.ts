import type { VoiceEffect } from '../core/effect.ts'
import type { LegId } from '../core/names.ts'
import type { Slug } from '../core/slug.ts'
import { MediaRefusal } from '../media/refusal.ts'
import { endLeg, hangUpLeg } from './end-leg.ts'
import { describe, openEndpoint } from './leg-endpoint.ts'
import type { Offered } from './voice-legs.ts'
import type { VoiceParts } from './voice.ts'

type Ring = Extract<VoiceEffect, { do: 'ring' }>

/** Opens an endpoint for the caller's offer and sends the 200; a leg that media can't serve gets a final response. */
export async function answerLeg(leg: LegId, parts: VoiceParts): Promise<void> {
  const { signalling, legs } = parts
  const offered = legs.takeOffer(leg)
  if (offered === undefined) return
  if (offered.early !== undefined) {
    // RFC 3264 section 4: one answer to one offer, so the 200 says what the 183 said.
    signalling.answer(leg, offered.early)
    return
  }
  try {
    const answer = await openAnswering(leg, offered, parts)
    if (welcome(leg, parts)) signalling.answer(leg, answer)
  } catch (error) {
    refuseOffer(leg, error, parts)
  }
}

/** Opens an endpoint for the caller's offer before the call is answered, and sends the 183; once. */
export async function progressLeg(leg: LegId, parts: VoiceParts): Promise<void> {
  const { signalling, legs } = parts
  const offered = legs.offered(leg)
  if (offered === undefined || offered.early !== undefined) return
  try {
    const early = await openAnswering(leg, offered, parts)
    legs.setEarly(leg, early)
    parts.note({ note: 'early', leg, sdp: early })
    if (welcome(leg, parts)) signalling.progress(leg, early)
  } catch (error) {
    refuseOffer(leg, error, parts)
  }
}

function openAnswering(leg: LegId, { offer, trunk }: Offered, parts: VoiceParts): Promise<string> {
  const party = { offer, terms: parts.trunkTerms.of(trunk) }
  return openEndpoint(leg, party, (endpoint) => endpoint.answer(offer), parts)
}

function refuseOffer(leg: LegId, error: unknown, parts: VoiceParts): void {
  const reason = slugOf(error)
  parts.log({ leg, ...faultOf(error) }, 'offer refused')
  parts.signalling.refuse(leg, statusOf(reason), reason)
  hangUpLeg(leg, reason, parts)
}

/** Opens an endpoint and sends an INVITE with its offer. */
export async function ringLeg(order: Ring, parts: VoiceParts): Promise<void> {
  const { leg, to, caller, autoAnswer } = order
  const { signalling, log } = parts
  try {
    const terms = 'trunk' in to ? parts.trunkTerms.of(to.trunk) : {}
    const party = { called: 'softphone' in to ? 'web' : 'sip', terms } as const
    const offer = await openEndpoint(leg, party, (endpoint) => endpoint.offer(), parts)
    if (welcome(leg, parts)) signalling.ring(leg, { to, offer, caller, autoAnswer })
  } catch (error) {
    log({ leg, ...faultOf(error) }, 'no endpoint to ring with')
    endLeg(leg, slugOf(error), parts)
  }
}

/** Hands the called party's SDP to media; then the leg is answered. */
export async function acceptLeg(leg: LegId, answer: string, parts: VoiceParts): Promise<void> {
  try {
    await describe(leg, (endpoint) => endpoint.accept(answer), parts)
  } catch (error) {
    parts.log({ leg, ...faultOf(error) }, 'answer refused')
    hangUpLeg(leg, slugOf(error), parts)
    return
  }
  if (parts.legs.has(leg)) parts.tell({ type: 'leg.answered', leg })
}

/** What the called party sends before it answers can be heard; where media refuses it, the final answer decides. */
export async function hearEarly(leg: LegId, answer: string, parts: VoiceParts): Promise<void> {
  try {
    await describe(leg, (endpoint) => endpoint.accept(answer), parts)
  } catch (error) {
    parts.log({ leg, ...faultOf(error) }, 'early media refused')
    return
  }
  if (parts.legs.has(leg)) parts.tell({ type: 'leg.ringing', leg, sounds: true })
}

/** Gives a new endpoint its part in the hearing; false when the leg ended while the endpoint was opened. */
function welcome(leg: LegId, { legs, media }: VoiceParts): boolean {
  if (!legs.has(leg)) return false
  const rows = legs.rowsWith(leg)
  if (rows.length > 0) media.perform({ do: 'hear', rows })
  return true
}

const slugOf = (error: unknown): Slug =>
  error instanceof MediaRefusal ? error.reason : 'internal-error'

/** A refusal is an outcome; anything else is a bug, and its stack is wanted. */
export const faultOf = (error: unknown): object =>
  error instanceof MediaRefusal ? { reason: error.reason, why: error.message } : { error }

const statusOf = (reason: Slug): number =>
  reason === 'internal-error' ? 500 : reason === 'overloaded' ? 503 : 488

import type { LegId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import type { VoiceContext } from './voice.ts'

/** The far end is gone: frees the leg and tells `leg.ended`, exactly once per leg. */
export function endLeg(leg: LegId, reason: ReasonCode, { legs, tell }: VoiceContext): void {
  const endpoint = legs.endpoint(leg)
  if (!legs.remove(leg)) return
  endpoint?.close()
  tell({ type: 'leg.ended', leg, reason })
}

/** Says farewell to the far end, if there is one yet, and ends the leg. */
export function hangUpLeg(leg: LegId, reason: ReasonCode, context: VoiceContext): void {
  context.signalling.hangUp(leg, reason)
  endLeg(leg, reason, context)
}

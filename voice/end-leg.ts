import type { LegId } from '../core/names.ts'
import type { Slug } from '../core/slug.ts'
import type { VoiceParts } from './voice.ts'

/** The far end is gone: frees the leg and tells `leg.ended`, exactly once per leg. */
export function endLeg(leg: LegId, reason: Slug, { legs, tell }: VoiceParts): void {
  const endpoint = legs.endpoint(leg)
  if (!legs.remove(leg)) return
  endpoint?.close()
  tell({ type: 'leg.ended', leg, reason })
}

/** Says farewell to the far end, if there is one yet, and ends the leg. */
export function hangUpLeg(leg: LegId, reason: Slug, parts: VoiceParts): void {
  parts.signalling.hangUp(leg, reason)
  endLeg(leg, reason, parts)
}

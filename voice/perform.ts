import type { VoiceEffect } from '../core/effect.ts'
import type { HearingRow } from '../core/hearing.ts'
import type { LegId } from '../core/names.ts'
import type { MediaEffect } from '../media/facts.ts'
import { endLeg, hangUpLeg } from './end-leg.ts'
import { answerLeg, progressLeg, ringLeg } from './open-leg.ts'
import type { VoiceParts } from './voice.ts'

/**
 * Performs one effect; never throws, a bug ends one leg. Effects of one leg keep their order, though endpoints open
 * asynchronously; a hang-up overtakes, for nothing before it matters any more.
 */
export function perform(effect: VoiceEffect, parts: VoiceParts): void {
  try {
    dispatch(effect, parts)
  } catch (error) {
    parts.log({ effect: effect.do, error }, 'a bug in an effect')
    if ('leg' in effect) endLeg(effect.leg, 'internal-error', parts)
  }
}

function dispatch(effect: VoiceEffect, parts: VoiceParts): void {
  const { legs, lanes, log } = parts
  const inLane = (leg: LegId, task: () => Promise<void>): void => {
    lanes.run([leg], task).catch((error: unknown) => {
      log({ leg, error }, 'a bug ends this leg')
      hangUpLeg(leg, 'internal-error', parts)
    })
  }
  switch (effect.do) {
    case 'answer':
      inLane(effect.leg, () => answerLeg(effect.leg, parts))
      break
    case 'refuse':
      parts.signalling.refuse(effect.leg, effect.status, effect.reason)
      hangUpLeg(effect.leg, effect.reason, parts)
      break
    case 'ring':
      if (legs.add(effect.leg)) inLane(effect.leg, () => ringLeg(effect, parts))
      break
    case 'hangUp':
      hangUpLeg(effect.leg, effect.reason, parts)
      break
    case 'progress':
      inLane(effect.leg, () => progressLeg(effect.leg, parts))
      break
    case 'setTrunks':
      parts.trunkTerms.set(effect.trunks)
      parts.signalling.perform(effect)
      break
    case 'refer':
    case 'settleReferral':
      parts.signalling.perform(effect)
      break
    default:
      sound(effect, parts)
  }
}

function sound(effect: MediaEffect, { media, legs, lanes, log }: VoiceParts): void {
  if (effect.do === 'hear') legs.setRows(effect.rows)
  lanes
    .run(lanesOf(effect), () => media.perform(effect))
    .catch((error: unknown) => log({ effect: effect.do, error }, 'a bug in the sound'))
}

/** Everything that must be open, or started, before this effect. */
function lanesOf(effect: MediaEffect): readonly string[] {
  switch (effect.do) {
    case 'hear':
      return effect.rows.flatMap(legsIn)
    case 'record':
      return [`recording ${effect.recording}`, effect.left, ...effect.right]
    case 'pauseRecording':
    case 'resumeRecording':
    case 'stopRecording':
      return [`recording ${effect.recording}`]
    default:
      return [effect.leg]
  }
}

const legsIn = ([listener, sources]: HearingRow): readonly LegId[] => [
  listener,
  ...sources.flatMap((source) => ('leg' in source ? [source.leg] : [])),
]

import type { VoiceEffect } from '../core/effect.ts'
import type { HearingRow } from '../core/hearing.ts'
import type { LegId } from '../core/names.ts'
import type { MediaEffect } from '../media/facts.ts'
import { endLeg, hangUpLeg } from './end-leg.ts'
import { answerLeg, progressLeg, ringLeg } from './open-leg.ts'
import type { VoiceContext } from './voice.ts'

/**
 * Performs one effect; never throws, a bug ends one leg. Effects of one leg keep their order, though endpoints open
 * asynchronously; a hang-up overtakes, for nothing before it matters any more.
 */
export function perform(effect: VoiceEffect, context: VoiceContext): void {
  try {
    dispatch(effect, context)
  } catch (error) {
    context.log({ effect: effect.do, error }, 'a bug in an effect')
    if ('leg' in effect) endLeg(effect.leg, 'internal-error', context)
  }
}

function dispatch(effect: VoiceEffect, context: VoiceContext): void {
  const { legs, serialQueue: serialQueue, log } = context
  const inOrder = (leg: LegId, task: () => Promise<void>): void => {
    serialQueue.run([leg], task).catch((error: unknown) => {
      log({ leg, error }, 'a bug ends this leg')
      hangUpLeg(leg, 'internal-error', context)
    })
  }
  switch (effect.do) {
    case 'answer':
      inOrder(effect.leg, () => answerLeg(effect.leg, context))
      break
    case 'refuse':
      context.signalling.refuse(effect.leg, effect.status, effect.reason)
      hangUpLeg(effect.leg, effect.reason, context)
      break
    case 'ring':
      if (legs.add(effect.leg)) inOrder(effect.leg, () => ringLeg(effect, context))
      break
    case 'hangUp':
      hangUpLeg(effect.leg, effect.reason, context)
      break
    case 'progress':
      inOrder(effect.leg, () => progressLeg(effect.leg, context))
      break
    case 'setTrunks':
      context.trunkTerms.set(effect.trunks)
      context.signalling.perform(effect)
      break
    case 'refer':
    case 'settleReferral':
      context.signalling.perform(effect)
      break
    default:
      sound(effect, context)
  }
}

function sound(
  effect: MediaEffect,
  { media, legs, serialQueue: serialQueue, log }: VoiceContext,
): void {
  if (effect.do === 'hear') legs.setRows(effect.rows)
  serialQueue
    .run(queueKeysOf(effect), () => media.perform(effect))
    .catch((error: unknown) => log({ effect: effect.do, error }, 'a bug in the sound'))
}

/** Everything that must be open, or started, before this effect. */
function queueKeysOf(effect: MediaEffect): readonly string[] {
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

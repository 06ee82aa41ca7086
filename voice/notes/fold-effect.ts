import type { VoiceEffect } from '../../core/effect.ts'
import type { RecordingId } from '../../core/names.ts'
import { changeLeg, endPlay, mutable } from './leg-standing.ts'
import type { RecordingStanding, Standing } from './note.ts'

/** What an order changes, `at` ms since 1970; what it leads to is noted by itself. */
export function foldEffect(standing: Standing, effect: VoiceEffect, at: number): Standing {
  if ('recording' in effect) return foldRecording(standing, effect)
  switch (effect.do) {
    case 'ring':
      return foldRing(standing, effect)
    case 'progress':
    case 'answer':
    case 'recognize':
      return changeLeg(standing, effect.leg, { [effect.do]: effect })
    case 'hear':
      return effect.rows.reduce((all, row) => changeLeg(all, row[0], { row }), standing)
    case 'play':
      return changeLeg(standing, effect.leg, { play: { order: effect, at } })
    case 'stopPlay':
      return endPlay(standing, effect.leg, effect.play)
    case 'setTrunks':
      return { ...standing, trunks: effect }
    default:
      return standing
  }
}

function foldRing(standing: Standing, ring: Extract<VoiceEffect, { do: 'ring' }>): Standing {
  if (!standing.legs.has(ring.leg)) mutable(standing.legs).set(ring.leg, { arrived: false })
  return changeLeg(standing, ring.leg, { ring })
}

function foldRecording(
  standing: Standing,
  effect: Extract<VoiceEffect, { readonly recording: RecordingId }>,
): Standing {
  switch (effect.do) {
    case 'record':
      return foldRecord(standing, effect)
    case 'stopRecording':
      mutable(standing.recordings).delete(effect.recording)
      return standing
    case 'pauseRecording':
      return foldPauses(standing, effect.recording, (pauses) => [...pauses, effect])
    case 'resumeRecording':
      // Of all resumes each leg, too.
      return foldPauses(standing, effect.recording, (pauses) =>
        effect.whom === undefined ? [] : pauses.filter(({ whom }) => whom !== effect.whom),
      )
  }
}

function foldRecord(standing: Standing, order: RecordingStanding['order']): Standing {
  const pauses = standing.recordings.get(order.recording)?.pauses ?? []
  const isAnybodyThere = [order.left, ...order.right].some((leg) => standing.legs.has(leg))
  if (isAnybodyThere) mutable(standing.recordings).set(order.recording, { order, pauses })
  return standing
}

type Pauses = RecordingStanding['pauses']

function foldPauses(
  standing: Standing,
  recording: RecordingId,
  how: (pauses: Pauses) => Pauses,
): Standing {
  const known = standing.recordings.get(recording)
  if (known) mutable(standing.recordings).set(recording, { ...known, pauses: how(known.pauses) })
  return standing
}

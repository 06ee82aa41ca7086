import type { VoiceEffect } from '../../core/effect.ts'
import type { RecordingId } from '../../core/names.ts'
import type { RecordingState, VoiceState } from './checkpoint-entry.ts'
import { changeLeg, endPlay, mutable } from './leg-state.ts'

/** What an order changes, `at` ms since 1970; what it leads to is noted by itself. */
export function foldEffect(state: VoiceState, effect: VoiceEffect, at: number): VoiceState {
  if ('recording' in effect) return foldRecording(state, effect)
  switch (effect.do) {
    case 'ring':
      return foldRing(state, effect)
    case 'progress':
    case 'answer':
    case 'detectAnswerer':
      return changeLeg(state, effect.leg, { [effect.do]: effect })
    case 'hear':
      return effect.rows.reduce((all, row) => changeLeg(all, row[0], { row }), state)
    case 'play':
      return changeLeg(state, effect.leg, { play: { order: effect, at } })
    case 'stopPlay':
      return endPlay(state, effect.leg, effect.play)
    case 'setTrunks':
      return { ...state, trunks: effect }
    default:
      return state
  }
}

function foldRing(state: VoiceState, ring: Extract<VoiceEffect, { do: 'ring' }>): VoiceState {
  if (!state.legs.has(ring.leg)) mutable(state.legs).set(ring.leg, { arrived: false })
  return changeLeg(state, ring.leg, { ring })
}

function foldRecording(
  state: VoiceState,
  effect: Extract<VoiceEffect, { readonly recording: RecordingId }>,
): VoiceState {
  switch (effect.do) {
    case 'record':
      return foldRecord(state, effect)
    case 'stopRecording':
      mutable(state.recordings).delete(effect.recording)
      return state
    case 'pauseRecording':
      return foldPauses(state, effect.recording, (pauses) => [...pauses, effect])
    case 'resumeRecording':
      // Resuming all parties ends the pause of each single party, too.
      return foldPauses(state, effect.recording, (pauses) =>
        effect.whom === undefined ? [] : pauses.filter(({ whom }) => whom !== effect.whom),
      )
  }
}

function foldRecord(state: VoiceState, order: RecordingState['order']): VoiceState {
  const pauses = state.recordings.get(order.recording)?.pauses ?? []
  const isAnybodyThere = [order.left, ...order.right].some((leg) => state.legs.has(leg))
  if (isAnybodyThere) mutable(state.recordings).set(order.recording, { order, pauses })
  return state
}

type Pauses = RecordingState['pauses']

function foldPauses(
  state: VoiceState,
  recording: RecordingId,
  how: (pauses: Pauses) => Pauses,
): VoiceState {
  const known = state.recordings.get(recording)
  if (known) mutable(state.recordings).set(recording, { ...known, pauses: how(known.pauses) })
  return state
}

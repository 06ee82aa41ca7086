import type { LegId } from '../../core/names.ts'
import type { LegState, VoiceState } from './checkpoint-entry.ts'

/** Unknown legs stay unknown. */
export function changeLeg(state: VoiceState, leg: LegId, news: Partial<LegState>): VoiceState {
  const known = state.legs.get(leg)
  if (known === undefined) return state
  mutable(state.legs).set(leg, { ...known, ...news })
  return { ...state, lastLeg: leg }
}

/** The play is over; another one goes on. */
export function endPlay(state: VoiceState, leg: LegId, play: string): VoiceState {
  const known = state.legs.get(leg)?.play
  return known?.order.play === play ? changeLeg(state, leg, { play: undefined }) : state
}

/** The maps are ours; whoever reads a state must not change it. */
export const mutable = <Key, Value>(map: ReadonlyMap<Key, Value>): Map<Key, Value> =>
  map as Map<Key, Value>
export const mutableList = <Item>(list: readonly Item[]): Item[] => list as Item[]

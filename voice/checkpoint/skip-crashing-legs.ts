import type { LegId } from '../../core/names.ts'
import type { LegState, VoiceState } from './checkpoint-entry.ts'

/** A leg in whose hand voice crashed so often is not resumed. */
const mostCrashesOfALeg = 2
/** Crashes that lie further back have nothing to do with this one, ms. */
const memoryMs = 10_000

/**
 * A previous state in which nothing is left to go on with of a leg that may have killed voice, again and again: it
 * ends, and all others go on. `now` is ms since 1970.
 */
export function skipCrashingLegs(previous: VoiceState, now: number): VoiceState {
  const { crashes, lastLeg } = previous
  const recent = crashes.filter(({ at }) => now - at < memoryMs)
  const hands = [...recent.map(({ leg }) => leg), lastLeg]
  const isSuspect = (leg: LegId): boolean =>
    hands.filter((hand) => hand === leg).length >= mostCrashesOfALeg
  const spare = ([leg, state]: [LegId, LegState]): [LegId, LegState] =>
    isSuspect(leg) ? [leg, { arrived: state.arrived }] : [leg, state]
  return { ...previous, legs: new Map([...previous.legs].map(spare)) }
}

import type { LegId } from '../../core/names.ts'
import type { LegStanding, Standing } from './note.ts'

/** A leg in whose hand voice died so often is not taken up again. */
const mostDeathsOfALeg = 2
/** Deaths that lie further back have nothing to do with this one, ms. */
const memoryMs = 10_000

/**
 * A former standing in which nothing is left to go on with of a leg that may have killed voice, again and again: it
 * ends, and all others go on. `now` is ms since 1970.
 */
export function harmless(former: Standing, now: number): Standing {
  const { deaths, inHand } = former
  const recent = deaths.filter(({ at }) => now - at < memoryMs)
  const hands = [...recent.map(({ leg }) => leg), inHand]
  const isSuspect = (leg: LegId): boolean =>
    hands.filter((hand) => hand === leg).length >= mostDeathsOfALeg
  const spare = ([leg, standing]: [LegId, LegStanding]): [LegId, LegStanding] =>
    isSuspect(leg) ? [leg, { arrived: standing.arrived }] : [leg, standing]
  return { ...former, legs: new Map([...former.legs].map(spare)) }
}

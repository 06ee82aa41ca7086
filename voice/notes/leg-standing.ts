import type { LegId } from '../../core/names.ts'
import type { LegStanding, Standing } from './note.ts'

/** Unknown legs stay unknown. */
export function changeLeg(standing: Standing, leg: LegId, news: Partial<LegStanding>): Standing {
  const known = standing.legs.get(leg)
  if (known === undefined) return standing
  mutable(standing.legs).set(leg, { ...known, ...news })
  return { ...standing, inHand: leg }
}

/** The play is over; another one goes on. */
export function endPlay(standing: Standing, leg: LegId, play: string): Standing {
  const known = standing.legs.get(leg)?.play
  return known?.order.play === play ? changeLeg(standing, leg, { play: undefined }) : standing
}

/** The maps are ours; whoever reads a standing must not change it. */
export const mutable = <Key, Value>(map: ReadonlyMap<Key, Value>): Map<Key, Value> =>
  map as Map<Key, Value>
export const mutableList = <Item>(list: readonly Item[]): Item[] => list as Item[]

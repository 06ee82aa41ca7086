import type { Strategy } from './strategy.ts'

/** In the order of the roster, on from whoever was picked last. */
export const roundRobin: Strategy = {
  rank({ membership, lastRank, members }) {
    const round = Math.floor(lastRank / members)
    const rank = round * members + membership.order
    return rank > lastRank ? rank : rank + members
  },
}

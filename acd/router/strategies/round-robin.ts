import type { Strategy } from './strategy.ts'

/** In the order of the roster, on from whoever was picked last. */
export const roundRobin: Strategy = {
  rank({ membership: seat, lastRank: turn, members: seats }) {
    const round = Math.floor(turn / seats)
    const rank = round * seats + seat.order
    return rank > turn ? rank : rank + seats
  },
}

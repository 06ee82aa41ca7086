import { idleRank } from '../occupancy.ts'
import type { Strategy } from './strategy.ts'

/** Whoever has been least busy over the window of the policy's occupancy cap. */
export const leastOccupied: Strategy = {
  rank: ({ membership, halfMs }) => idleRank(membership.agent.occupancy, halfMs),
}

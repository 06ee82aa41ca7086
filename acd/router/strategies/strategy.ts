import type { Membership } from '../state.ts'

/** What an agent is ranked by on becoming idle. */
type RankingInput = {
  readonly membership: Membership
  /** The rank of whoever was picked last in this sub-queue and tier; -1 before anybody was. */
  readonly lastRank: number
  /** Agents in the sub-queue, idle or not. */
  readonly members: number
  /** Half-life of the occupancy, ms. */
  readonly halfMs: number
  /** Above 0 and up to 1; drawn anew at each call. */
  readonly random: () => number
}

/**
 * Picks an agent: the lowest rank first; the longest idle wins a tie. A rank is given once, when the agent becomes
 * idle, and must keep its order among idle agents from then on: that is what makes a decision cheap.
 */
export type Strategy = {
  readonly rank: (input: RankingInput) => number
  /** All idle agents ring at once. */
  readonly all?: true
}

import type { Strategy } from './strategy.ts'

/**
 * By chance, in proportion to the agents' weights. Each idle agent waits for an exponential time with his weight as
 * the rate, from the pick before on; the shortest wins (Efraimidis and Spirakis, 2006). That time forgets how long it
 * has run, so each pick is in proportion to the weights of those who are idle then.
 */
export const weightedRandom: Strategy = {
  rank: ({ membership, lastRank, random }) =>
    lastRank - Math.log(random()) / (membership.agent.profile.weight ?? 1),
}

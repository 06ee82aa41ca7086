import type { Strategy } from './strategy.ts'

/** Whoever has been free the longest. */
export const longestIdle: Strategy = { rank: ({ membership }) => membership.agent.idleSince }

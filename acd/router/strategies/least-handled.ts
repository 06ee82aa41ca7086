import type { Strategy } from './strategy.ts'

/** Whoever has talked to the fewest customers since logging on. */
export const leastHandled: Strategy = { rank: ({ membership }) => membership.agent.handled }

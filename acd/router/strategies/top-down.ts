import type { Strategy } from './strategy.ts'

/** The first of the roster who is idle. */
export const topDown: Strategy = { rank: ({ membership }) => membership.order }

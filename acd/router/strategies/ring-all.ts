import type { Strategy } from './strategy.ts'

/** Everybody who is idle; the first answer wins. */
export const ringAll: Strategy = { rank: ({ membership }) => membership.agent.idleSince, all: true }

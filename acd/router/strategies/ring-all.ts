import type { Strategy } from './strategy.ts'

/** Everybody who is idle; the first answer wins. */
export const ringAll: Strategy = { rank: ({ membership: seat }) => seat.agent.idleSince, all: true }

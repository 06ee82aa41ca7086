import type { Strategy } from './strategy.ts'

/** Everybody who is idle; the first answer wins. */
export const ringAll: Strategy = { rank: ({ seat }) => seat.server.idleSince, all: true }

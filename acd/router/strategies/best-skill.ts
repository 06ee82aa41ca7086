import type { Strategy } from './strategy.ts'

/** Whoever has the highest levels in the skills that are asked for, taken together. */
export const bestSkill: Strategy = { rank: ({ membership }) => -membership.fit }

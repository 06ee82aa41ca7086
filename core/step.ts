import type { Effect } from './effect.ts'
import type { Conclusion } from './event.ts'

/** What a reducer makes of one event: the next state, what follows from it, and what the edges must do. */
export type Step<State> = {
  readonly state: State
  readonly conclusions: readonly Conclusion[]
  readonly effects: readonly Effect[]
}

/** An event that changes nothing. */
export const stay = <State>(state: State): Step<State> => ({ state, conclusions: [], effects: [] })

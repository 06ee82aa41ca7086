import type { AgentView } from '../../cti/protocol.ts'

/** One person's own day so far; averages are undefined before the first call. */
export type DayFigures = {
  readonly handled: number
  readonly talkMs: number
  readonly averageTalkMs?: number
  readonly averageWrapUpMs?: number
}

export function dayFigures(agent: AgentView): DayFigures {
  const { handledToday: handled, talkMsToday: talkMs, wrapUpMsToday } = agent
  return handled === 0
    ? { handled, talkMs }
    : { handled, talkMs, averageTalkMs: talkMs / handled, averageWrapUpMs: wrapUpMsToday / handled }
}

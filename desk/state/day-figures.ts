import { occupancy } from '../../core/occupancy.ts'
import type { AgentView } from '../../cti/protocol.ts'

/** One person's own day so far; averages are undefined before the first call. */
type DayFigures = {
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

/** Occupancy of the day up to now, the present state included; undefined before any time on duty. */
export function occupancyNow(agent: AgentView, now: number): number | undefined {
  const since = Math.max(0, now - agent.countedUntil)
  const passed = (...states: readonly AgentView['state'][]) =>
    states.includes(agent.state) ? since : 0
  return occupancy({
    readyMs: agent.readyMsToday + passed('ready', 'reserved'),
    talkMs: agent.talkMsToday + passed('talking'),
    wrapUpMs: agent.wrapUpMsToday + passed('wrapUp'),
  })
}

import type { AgentView } from '../protocol.ts'

type Count = 'readyMsToday' | 'talkMsToday' | 'wrapUpMsToday'

/** Where the time in each state counts; elsewhere it counts nowhere. */
const counts: { readonly [State in AgentView['state']]?: Count } = {
  ready: 'readyMsToday',
  reserved: 'readyMsToday',
  talking: 'talkMsToday',
  wrapUp: 'wrapUpMsToday',
}

/** Counts the time in the present state, up to this instant. */
export function countTime(agent: AgentView, at: number): void {
  const count = counts[agent.state]
  if (count !== undefined) agent[count] += Math.max(0, at - agent.countedUntil)
  agent.countedUntil = Math.max(agent.countedUntil, at)
}

/** A new day began at this instant: its counts begin there, in whatever state. */
export function beginDay(agent: AgentView, at: number): void {
  const nothing = { handledToday: 0, readyMsToday: 0, talkMsToday: 0, wrapUpMsToday: 0 }
  Object.assign(agent, nothing, { countedUntil: at })
}

import type { AgentId } from '../../core/names.ts'
import type { Acd, PreferredAgent } from '../router/state.ts'

/** How long a contact waits for the one agent whom it was transferred to before anybody may serve it, ms. */
const askedForMs = 20_000
/** Customers of whom it is remembered who talked to them last. */
const mostRemembered = 20_000

/** Whom the contact waits for before all others: the agent of a transfer, the customer's own agent, the last one. */
export function preferredAgentOf(
  acd: Acd,
  from: string,
  preferredSeconds: number,
  at: number,
  askedFor: AgentId | undefined,
): PreferredAgent | undefined {
  if (askedFor !== undefined) return { agent: askedFor, rule: 'asked-for', until: at + askedForMs }
  if (preferredSeconds === 0 || from === '') return undefined
  const until = at + preferredSeconds * 1000
  const own = acd.owners.get(from)
  const agent = own ?? acd.lastServed.get(from)
  if (agent === undefined || !isAround(acd, agent)) return undefined
  return { agent, rule: own === undefined ? 'last-agent' : 'own-agent', until }
}

/** At work now, so that waiting makes sense. */
function isAround(acd: Acd, id: AgentId): boolean {
  const agent = acd.agents.get(id)
  return agent !== undefined && agent.linked && (agent.ready || agent.occupancy.isBusy)
}

export function rememberServed(acd: Acd, from: string, agent: AgentId): void {
  if (from === '') return
  acd.lastServed.delete(from)
  acd.lastServed.set(from, agent)
  if (acd.lastServed.size <= mostRemembered) return
  const [oldest = ''] = acd.lastServed.keys()
  acd.lastServed.delete(oldest)
}

import type { EventOf } from '../../core/event.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { occupy } from '../router/membership.ts'
import { isThere } from '../router/routed-agent.ts'
import type { AcdContext, RoutedAgent, RoutedContact } from '../router/state.ts'

/** A colleague is reserved for a consultation, ready or not, if registered and serving nobody. */
export function offerConsult(
  context: AcdContext,
  contact: RoutedContact,
  { by, colleague }: EventOf<'consult.asked'>,
): void {
  const { acd, at, conclusions } = context
  const agent = acd.agents.get(colleague)
  const reason = agent ? whyNot(agent) : 'unknown-target'
  const { id, queue, policy } = contact
  if (reason !== undefined || !agent || queue === undefined) {
    const why = reason ?? 'not-possible-now'
    conclusions.push({ type: 'consult.refused', contact: id, by, colleague, reason: why })
    return
  }
  occupy(acd, agent, contact, at)
  conclusions.push({ type: 'consult.offered', contact: id, by, agent: colleague, queue, policy })
}

function whyNot(agent: RoutedAgent): ReasonCode | undefined {
  if (!isThere(agent)) return 'unreachable'
  return agent.serving.size > 0 || agent.occupancy.isBusy ? 'busy' : undefined
}

import type { EventOf } from '../../core/event.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { RoutedContact, RoutedAgent, AcdContext } from '../router/state.ts'
import { occupy } from '../router/membership.ts'
import { isThere } from '../router/routed-agent.ts'

/** A colleague is reserved for a consultation, ready or not, where his phone is there and he serves nobody. */
export function offerConsult(
  turn: AcdContext,
  customer: RoutedContact,
  { contact, by, colleague }: EventOf<'consult.asked'>,
): void {
  const { acd, at, conclusions } = turn
  const server = acd.agents.get(colleague)
  const reason = server ? whyNot(server) : 'unknown-target'
  const { queue, policy } = customer
  if (reason !== undefined || !server || queue === undefined) {
    const why = reason ?? 'not-possible-now'
    conclusions.push({ type: 'consult.refused', contact, by, colleague, reason: why })
    return
  }
  occupy(acd, server, customer, at)
  conclusions.push({ type: 'consult.offered', contact, by, agent: colleague, queue, policy })
}

function whyNot(server: RoutedAgent): ReasonCode | undefined {
  if (!isThere(server)) return 'unreachable'
  return server.serving.size > 0 || server.occupancy.isBusy ? 'busy' : undefined
}

import { rebuild } from '../router/configuration.ts'
import { enqueue, ruleFor, subQueueOf } from '../router/enqueue.ts'
import { serveAgent } from '../router/match.ts'
import type { AcdContext, RoutedContact } from '../router/state.ts'

/** Another configuration: everybody keeps age and state, and waits in the sub-queues that it makes. */
export function configure(context: AcdContext): void {
  const { acd, tenant } = context
  const waiting = [...acd.contacts.values()].filter(({ entry }) => entry !== undefined)
  rebuild(acd, tenant)
  for (const contact of waiting) enqueueAgain(context, contact)
  for (const agent of acd.agents.values()) serveAgent(context, agent)
}

function enqueueAgain(context: AcdContext, contact: RoutedContact): void {
  const { queue } = contact
  contact.entry = undefined
  if (queue === undefined) return
  const rule = ruleFor(context.acd, queue, contact.policy)
  enqueue(contact, subQueueOf(context, contact, rule))
}

import type { Tenant } from '../../core/tenant.ts'
import { checkRouting, type ConfigFault, readRouting } from './policy.ts'
import { checkRoster, readRoster } from './roster.ts'

/** What is wrong with all that routing works by, wherever it was kept: people, policy, trial. */
export function checkTenant(tenant: Tenant): readonly ConfigFault[] {
  const { people, policy, trial } = tenant
  const [roster, routing] = [readRoster({ people }), readRouting({ policy, trial })]
  const readable = roster.ok ? people : []
  return [
    ...(roster.ok ? checkRoster(tenant) : roster.faults),
    ...(routing.ok ? checkRouting(routing, { ...tenant, people: readable }) : routing.faults),
  ]
}

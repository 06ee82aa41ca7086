import type { Tenant } from '../core/tenant.ts'
import { checkRouting, type Fault } from './policy.ts'
import { checkRoster } from './roster.ts'

/** What is wrong with all that routing works by: people, policy, trial. */
export const checkTenant = (tenant: Tenant): readonly Fault[] => [
  ...checkRoster(tenant),
  ...checkRouting(tenant, tenant),
]

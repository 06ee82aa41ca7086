import { isDeepStrictEqual } from 'node:util'
import { Router } from 'express'
import { finding, describeFaults } from '../../../acd/policy/fault.ts'
import { readRouting, type Routing } from '../../../acd/policy/policy.ts'
import type { Policy } from '../../../core/policy.ts'
import type { Tenant } from '../../../core/tenant.ts'
import { authorize } from '../authorize.ts'
import { faulty, notFound } from '../http-refusal.ts'
import type { RouteContext } from '../route-context.ts'

/** How contacts are routed: the policy, and the one on trial. */
export function policy(context: RouteContext): Router {
  const { reconfigure, store } = context
  const router = Router()

  router.get('/policy', async (request, response) => {
    authorize(context, request, 'admin', 'supervisor')
    const tenant = await store().tenant()
    if (!tenant) throw notFound('tenant')
    response.json(routingOf(tenant))
  })

  router.put('/policy', async (request, response) => {
    const me = authorize(context, request, 'admin')
    const reading = readRouting(request.body)
    if (!reading.ok) throw faulty(reading.faults)
    const next = routingOf(reading)
    await reconfigure({
      to: (tenant) => withRouting(tenant, next),
      save: (open) => open.saveRouting(next, me.id),
      isForStaff: true,
    })
    response.status(204).end()
  })
  return router
}

const routingOf = ({ policy, trial }: Routing): Routing => ({ policy, ...(trial && { trial }) })

function withRouting({ policy, trial, ...tenant }: Tenant, next: Routing): Tenant {
  refuseReused({ policy, ...(trial && { trial }) }, next)
  return { ...tenant, ...next }
}

/** Two policies of one version could not be told apart in events, metrics and reports. */
function refuseReused(present: Routing, next: Routing): void {
  const reused = [
    ...(isReused(present, next.policy) ? [['policy', 'version']] : []),
    ...(next.trial && isReused(present, next.trial.policy) ? [['trial', 'policy', 'version']] : []),
  ]
  const findings = reused.map((path) => finding(path, 'same-version', versionAt(next, path)))
  if (findings.length > 0) throw faulty(describeFaults(next, findings))
}

const versionAt = ({ policy, trial }: Routing, [first]: readonly string[]): string =>
  first === 'trial' ? (trial?.policy.version ?? '') : policy.version

const isReused = ({ policy, trial }: Routing, next: Policy): boolean =>
  [policy, trial?.policy].some(
    (each) => each?.version === next.version && !isDeepStrictEqual(each, next),
  )

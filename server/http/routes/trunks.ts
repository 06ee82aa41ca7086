import { Router } from 'express'
import { describeFaultsBy } from '../../../acd/policy/fault.ts'
import { readShape } from '../../../acd/policy/read-shape.ts'
import type { TrunkingDraft } from '../../../core/trunking.ts'
import { createSeal } from '../../secret/seal.ts'
import { checkTrunking } from '../../trunking/check-trunking.ts'
import { trunkingBody } from '../../trunking/trunking-schema.ts'
import { trunkingWords } from '../../trunking/trunking-words.ts'
import { trunkingOf, sealedTrunking, shownTrunking, withTrunking } from '../../trunking/trunking.ts'
import { authorize } from '../authorize.ts'
import { faulty, notFound } from '../http-refusal.ts'
import type { RouteContext } from '../route-context.ts'

/** Trunks, who may be called by them, and whether calls from unknown sources are taken; and how each trunk is now. */
export function trunks(context: RouteContext): Router {
  const { config, reconfigure, store } = context
  const { seal } = createSeal(config.secret)
  const router = Router()

  router.get('/trunks', async (request, response) => {
    authorize(context, request, 'admin', 'supervisor')
    const tenant = await store().tenant()
    if (!tenant) throw notFound('tenant')
    response.json(shownTrunking(trunkingOf(tenant)))
  })

  router.get('/trunks/status', (request, response) => {
    authorize(context, request, 'admin', 'supervisor')
    response.json(Object.fromEntries(context.centre.board().trunks))
  })

  router.put('/trunks', async (request, response) => {
    const me = authorize(context, request, 'admin')
    const reading = readShape<TrunkingDraft>(trunkingBody, request.body)
    if (!reading.ok) throw faulty(reading.faults)
    const tenant = await store().tenant()
    if (!tenant) throw notFound('tenant')
    const next = sealedTrunking(reading.value, trunkingOf(tenant), seal)
    const faults = describeFaultsBy(trunkingWords, next, checkTrunking(next, tenant.flows))
    if (faults.length > 0) throw faulty(faults)
    await reconfigure({
      to: (tenant) => withTrunking(tenant, next),
      save: (open) => open.saveTrunking(next, me.id),
    })
    response.status(204).end()
  })
  return router
}

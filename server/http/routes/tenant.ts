import { Router } from 'express'
import { shownTenant } from '../../trunking/trunking.ts'
import { authorize } from '../authorize.ts'
import { notFound } from '../http-refusal.ts'
import type { RouteContext } from '../route-context.ts'

/** The whole configuration as pages may have it. */
export function tenant(context: RouteContext): Router {
  const { store } = context
  const router = Router()

  router.get('/tenant', async (request, response) => {
    authorize(context, request, 'admin', 'supervisor')
    const configured = await store().tenant()
    if (!configured) throw notFound('tenant')
    response.json(shownTenant(configured))
  })
  return router
}

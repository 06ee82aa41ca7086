import { Router } from 'express'
import { holdBody } from '../../../../cti/api.ts'
import { authorize } from '../../authorize.ts'
import { notFound, read } from '../../http-refusal.ts'
import type { RouteContext } from '../../route-context.ts'

/** A legal hold: the contact's recordings are kept when their days are over. */
export function hold(context: RouteContext): Router {
  const { store } = context
  const router = Router()

  router.put('/contacts/:id/hold', async (request, response) => {
    const { id: by } = authorize(context, request, 'supervisor', 'admin')
    const { note } = read(holdBody, request.body)
    const placed = { by, at: Date.now(), note }
    if (!(await store().setHold(request.params.id, placed))) throw notFound('contact')
    response.status(204).end()
  })

  router.delete('/contacts/:id/hold', async (request, response) => {
    const { id: by } = authorize(context, request, 'supervisor', 'admin')
    if (!(await store().endHold(request.params.id, { by, at: Date.now() }))) throw notFound('hold')
    response.status(204).end()
  })
  return router
}

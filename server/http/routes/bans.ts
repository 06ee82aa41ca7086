import { Router } from 'express'
import { authorize } from '../authorize.ts'
import { notFound, HttpRefusal } from '../http-refusal.ts'
import type { RouteContext } from '../route-context.ts'

/** Which sources the edge does not hear, and how to let one in again. */
export function bans(context: RouteContext): Router {
  const { others } = context
  const router = Router()

  router.get('/bans', (request, response) => {
    authorize(context, request, 'admin')
    response.json({ bans: known() })
  })

  router.delete('/bans/:source', (request, response) => {
    authorize(context, request, 'admin')
    known()
    if (!others.lift(request.params.source)) throw notFound('ban')
    response.status(204).end()
  })

  const known = () => {
    const list = others.bans()
    if (list) return list
    throw new HttpRefusal(
      503,
      'not-possible-now',
      'No edge of this installation has told its bans.',
    )
  }
  return router
}

import { Router } from 'express'
import type { Context } from './context.ts'
import { notFound, Refusal } from './refusal.ts'
import { personOf } from './who.ts'

/** Which sources the edge does not hear, and how to let one in again. */
export function bans(context: Context): Router {
  const { others } = context
  const router = Router()

  router.get('/bans', (request, response) => {
    personOf(context, request, 'admin')
    response.json({ bans: known() })
  })

  router.delete('/bans/:source', (request, response) => {
    personOf(context, request, 'admin')
    known()
    if (!others.lift(request.params.source)) throw notFound('ban')
    response.status(204).end()
  })

  const known = () => {
    const list = others.bans()
    if (list) return list
    throw new Refusal(503, 'not-possible-now', 'No edge of this installation has told its bans.')
  }
  return router
}

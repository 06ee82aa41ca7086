import { Router } from 'express'
import type { Context } from './context.ts'

/** 200 when a call could be taken now, else 503 with the reason. */
export function health({ centre }: Context): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    const ready = centre.isReady()
    response.set('Cache-Control', 'no-store')
    response.status(ready.ok ? 200 : 503).json(ready)
  })
  return router
}

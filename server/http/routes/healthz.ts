import { Router } from 'express'
import type { RouteContext } from '../route-context.ts'

/** 200 when a call could be taken now, else 503 with the reason. */
export function healthz({ centre }: RouteContext): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    const ready = centre.isReady()
    response.set('Cache-Control', 'no-store')
    response.status(ready.ok ? 200 : 503).json(ready)
  })
  return router
}

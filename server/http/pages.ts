import { join } from 'node:path'
import express, { Router } from 'express'

const built = join(import.meta.dirname, '../../dist/desk')
const pageOfPath = {
  '/': 'index.html',
  '/wallboard': 'wallboard.html',
  '/call': 'call.html',
  '/admin': 'admin.html',
}

/** The four pages, and what they are made of. A file below `assets/` has its hash in its name and never changes. */
export function pages(folder = built): Router {
  const router = Router()
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  )
  for (const [path, page] of Object.entries(pageOfPath))
    router.get(path, (_request, response, next) => {
      response.sendFile(
        page,
        { root: folder, headers: { 'Cache-Control': 'no-cache' } },
        (error) => {
          if (error && !response.headersSent) next(error)
        },
      )
    })
  router.use(express.static(folder, { index: false, maxAge: '1h' }))
  return router
}

import { createServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import express, { type Express } from 'express'
import { readCertificate, watchCertificate, type CertificatePair } from '../config/certificate.ts'
import type { Config } from '../config/config.ts'
import { noOthers, type OtherProcesses } from '../ipc/figures.ts'
import type { Store } from '../store/store.ts'
import { securityHeaders } from './headers.ts'
import { handleErrors, unknownPath } from './http-refusal.ts'
import { createMetrics } from './metrics/metrics.ts'
import { openapi } from './openapi.ts'
import { pages } from './pages.ts'
import { createReconfigure } from './reconfigure.ts'
import { type CentreFace, type RouteContext, whenOpen } from './route-context.ts'
import { healthz } from './routes/healthz.ts'
import { routes } from './routes/routes.ts'
import { createTokens, type TokenHolder } from './token.ts'

type HttpOptions = {
  readonly config: Config
  readonly centre: CentreFace
  /** The doors open before the store does. */
  readonly store: Promise<Store>
  /** Edge and voice, as far as they are told of. */
  readonly others?: OtherProcesses
  readonly log: (fields: object, message: string) => void
  /** The built pages; for tests. */
  readonly pagesDir?: string
}

export type Http = {
  readonly port: number
  /** For the WebSocket upgrade on `/cti`. */
  readonly server: Server
  /** Who holds a token; undefined for one that is forged, expired or revoked. */
  whoIs(token: string): TokenHolder | undefined
  /** Takes no more requests, lets those that run end, for a second at most. */
  stop(): Promise<void>
}

/** REST, pages, health and metrics on HOST:HTTP_PORT. Rejects when the port cannot be had. */
export async function startHttp(options: HttpOptions): Promise<Http> {
  const { config, centre, store, log, others = noOthers } = options
  const tokens = createTokens(config.secret)
  const open = whenOpen(store)
  const reconfigure = createReconfigure(centre, open)
  const context = { config, centre, others, tokens, store: open, reconfigure }
  const app = createApp(context, log, options.pagesDir)
  const { server, release } = createServerOf(config, app, log)
  const port = await listen(server, config)
  return {
    port,
    server,
    whoIs: (token) => tokens.verify(token)?.who,
    stop: () => {
      release()
      return close(server)
    },
  }
}

function createApp(context: RouteContext, log: HttpOptions['log'], pagesDir?: string): Express {
  const metrics = createMetrics(context)
  const app = express()
  app.disable('x-powered-by')
  app.use(securityHeaders(context.config), healthz(context), metrics.router)
  app.use('/api', metrics.measure, express.json({ limit: '1mb' }), noStore)
  app.use(openapi())
  for (const route of routes) app.use('/api/v1', route(context))
  app.use('/api', unknownPath)
  app.use(pages(pagesDir))
  app.use(unknownPath)
  app.use(handleErrors(log))
  return app
}

const noStore: express.RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}

/** `release` ends the watch over the certificate. */
function createServerOf({ tls }: Config, app: Express, log: HttpOptions['log']) {
  if (!tls) return { server: createServer(app), release: () => undefined }
  const inUse = readCertificate(tls)
  const server = createTlsServer(inUse, app)
  const onRenewal = (pair: CertificatePair) => server.setSecureContext(pair)
  return { server, release: watchCertificate({ files: tls, inUse, onRenewal, log }) }
}

function listen(server: Server, { host, httpPort }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(httpPort, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : httpPort)
    })
  })
}

const longestEndMs = 1000

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), longestEndMs)
    server.close(() => {
      clearTimeout(force)
      resolve()
    })
    server.closeIdleConnections()
  })
}

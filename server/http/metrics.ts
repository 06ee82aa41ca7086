import { type RequestHandler, Router } from 'express'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Context } from './context.ts'

/** `GET /metrics` in the text format of Prometheus, and the clock that each request passes. */
export type Metrics = { readonly router: Router; readonly measure: RequestHandler }

export function createMetrics(context: Context): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  addBoard(registry, context)

  const router = Router()
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics())
  })
  return { router, measure: measureRequests(registry) }
}

function measureRequests(registry: Registry): RequestHandler {
  const labelNames = ['method', 'route', 'status'] as const
  const registers = [registry]
  const seconds = new Histogram({
    name: 'callwright_http_request_seconds',
    help: 'Time from a request to its response',
    labelNames,
    registers,
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2],
  })
  const refusals = new Counter({
    name: 'callwright_http_refusals_total',
    help: 'Responses of 400 and above',
    labelNames,
    registers,
  })
  return (request, response, next) => {
    const stop = seconds.startTimer()
    response.on('finish', () => {
      // The pattern of the route, not the path: an id must not become a label.
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none'
      const labels = { method: request.method, route, status: response.statusCode }
      stop(labels)
      if (response.statusCode >= 400) refusals.inc(labels)
    })
    next()
  }
}

/** What is going on now, looked at when Prometheus asks. */
function addBoard(registry: Registry, { centre }: Context): void {
  const gauge = (name: string, help: string, label: string, values: () => string[]) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        this.reset()
        for (const value of values()) this.inc({ [label]: value })
      },
    })
  gauge('callwright_agents', 'Agents by state', 'state', () =>
    Object.values(centre.board().agents).map((agent) => agent.state),
  )
  const contacts = () => Object.values(centre.board().contacts)
  gauge('callwright_contacts', 'Open contacts by phase', 'phase', () =>
    contacts().map((contact) => contact.phase),
  )
  gauge('callwright_waiting', 'Waiting contacts by queue', 'queue', () =>
    contacts().flatMap(({ phase, queue }) => (phase === 'waiting' && queue ? [queue] : [])),
  )
  new Gauge({
    name: 'callwright_ready',
    help: '1 when a call could be taken now',
    registers: [registry],
    collect() {
      this.set(centre.isReady().ok ? 1 : 0)
    },
  })
}

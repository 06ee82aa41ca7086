import { type RequestHandler, Router } from 'express'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { RouteContext } from '../route-context.ts'
import { countRouting } from './routing-metrics.ts'
import { measureTrunks } from './trunk-metrics.ts'

/** `GET /metrics` in the text format of Prometheus, and the clock that each request passes. */
type Metrics = { readonly router: Router; readonly measure: RequestHandler }

export function createMetrics(context: RouteContext): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  addBoard(registry, context)
  countEvents(registry, context)
  countRouting(registry, context.centre)
  measureTrunks(registry, context.centre)

  const router = Router()
  router.get('/metrics', async (_request, response) => {
    const own = await registry.metrics()
    response.type(registry.contentType).send(own + context.others.metrics())
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
function addBoard(registry: Registry, { centre, store }: RouteContext): void {
  const contacts = () => [...centre.board().contacts.values()]
  addTally(registry, 'callwright_agents', 'Agents by state', 'state', () =>
    [...centre.board().agents.values()].map((agent) => agent.state),
  )
  addTally(registry, 'callwright_contacts', 'Open contacts by phase', 'phase', () =>
    contacts().map((contact) => contact.phase),
  )
  addTally(registry, 'callwright_waiting', 'Waiting contacts by queue', 'queue', () =>
    contacts().flatMap(({ phase, queue }) => (phase === 'waiting' && queue ? [queue] : [])),
  )
  addTally(
    registry,
    'callwright_legs',
    'Legs of open contacts by grade of their sound',
    'grade',
    () => contacts().flatMap(({ sound = {} }) => Object.values(sound).map(({ grade }) => grade)),
  )
  addTally(
    registry,
    'callwright_recordings_paused',
    'Talks whose recording is paused',
    'queue',
    () =>
      contacts().flatMap(({ recordingPausedAt, queue }) =>
        recordingPausedAt === undefined || !queue ? [] : [queue],
      ),
  )
  addGauge(registry, 'callwright_ready', '1 when a call could be taken now', () =>
    centre.isReady().ok ? 1 : 0,
  )
  addGauge(
    registry,
    'callwright_turns',
    'Inputs decided since the process began',
    () => centre.counts().turns,
  )
  addGauge(
    registry,
    'callwright_bugs',
    'Inputs that failed since the process began',
    () => centre.counts().bugs,
  )
  addGauge(registry, 'callwright_records_behind', 'Events not yet in the records', async () => {
    const { seq } = centre.board()
    return seq - (await store().cursor())
  })
}

/** A gauge by one label: how often each value is there. */
function addTally(
  registry: Registry,
  name: string,
  help: string,
  label: string,
  values: () => string[],
): void {
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
}

function addGauge(
  registry: Registry,
  name: string,
  help: string,
  value: () => number | Promise<number>,
): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      // What cannot be looked at now is not a number; the other figures are told all the same.
      this.set(
        await Promise.resolve()
          .then(value)
          .catch(() => NaN),
      )
    },
  })
}

/** What ended, and what was refused, since this process began. */
function countEvents(registry: Registry, { centre }: RouteContext): void {
  const registers = [registry]
  const ended = new Counter({
    name: 'callwright_contacts_ended_total',
    help: 'Contacts that ended, by outcome and reason',
    labelNames: ['outcome', 'reason'],
    registers,
  })
  const refused = new Counter({
    name: 'callwright_asks_refused_total',
    help: 'What people at the desk asked for in vain',
    labelNames: ['ask', 'reason'],
    registers,
  })
  const missed = new Counter({
    name: 'callwright_offers_missed_total',
    help: 'Agents who were rung and did not answer',
    labelNames: ['reason'],
    registers,
  })
  const faults = new Counter({
    name: 'callwright_media_faults_total',
    help: 'Sound that could not be as it was ordered, by reason',
    labelNames: ['reason'],
    registers,
  })
  centre.subscribe((events) => {
    for (const event of events) {
      if (event.type === 'contact.ended')
        ended.inc({ outcome: event.outcome, reason: event.reason })
      if (event.type === 'contact.refused') ended.inc({ outcome: 'refused', reason: event.reason })
      if (event.type === 'ask.refused') refused.inc({ ask: event.ask, reason: event.reason })
      if (event.type === 'media.faulted' || event.type === 'leg.mediaLost')
        faults.inc({ reason: event.reason })
      if (event.type === 'agent.missed') missed.inc({ reason: event.reason })
    }
  })
}

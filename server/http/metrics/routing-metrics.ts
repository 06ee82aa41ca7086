import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import {
  createForecastQuality,
  type ForecastQuality,
  onForecastEvent,
  quantiles,
  shareWithin,
} from '../../../acd/forecast/forecast-quality.ts'
import type { Event } from '../../../core/event.ts'
import type { ContactId } from '../../../core/names.ts'
import type { CentreFace } from '../route-context.ts'

type Heed = (event: Event) => void

/** What routing decided, and how its forecasts came out, since this process began. */
export function countRouting(registry: Registry, centre: Pick<CentreFace, 'subscribe'>): void {
  const heeds = [
    countOffers(registry),
    countLeaving(registry),
    countCallbacks(registry),
    judgeForecasts(registry),
  ]
  centre.subscribe((events) => {
    for (const event of events) for (const heed of heeds) heed(event)
  })
}

/** By policy, so that a trial can be compared: there are two versions at a time. */
function countOffers(registry: Registry): Heed {
  const registers = [registry]
  const offers = new Counter({
    name: 'callwright_offers_total',
    help: 'Contacts offered to agents, by queue, rule and version of the policy',
    labelNames: ['queue', 'rule', 'policy'],
    registers,
  })
  const waits = new Histogram({
    name: 'callwright_offer_wait_seconds',
    help: 'How long contacts had waited when they were offered',
    labelNames: ['queue', 'policy'],
    buckets: [1, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800],
    registers,
  })
  return (event) => {
    if (event.type !== 'contact.offered') return
    const { queue, reason } = event
    offers.inc({ queue, rule: reason.rule, policy: reason.policy })
    waits.observe({ queue, policy: reason.policy }, reason.waitedMs / 1000)
  }
}

function countLeaving(registry: Registry): Heed {
  const registers = [registry]
  const overflows = new Counter({
    name: 'callwright_overflows_total',
    help: 'Contacts led out of a queue, by why and where to',
    labelNames: ['queue', 'why', 'to'],
    registers,
  })
  const spared = new Counter({
    name: 'callwright_agents_spared_total',
    help: 'Ready agents who were left alone for a while: over their cap, or after a miss',
    labelNames: ['why'],
    registers,
  })
  return (event) => {
    if (event.type === 'agent.spared') spared.inc({ why: event.why })
    if (event.type !== 'contact.overflowed') return
    const { queue, why, to } = event
    // The kind only: a number must not become a label.
    overflows.inc({ queue, why, to: Object.keys(to)[0] ?? '' })
  }
}

function countCallbacks(registry: Registry): Heed {
  const registers = [registry]
  const callbacks = new Counter({
    name: 'callwright_callbacks_total',
    help: 'Callbacks: booked, merged into an earlier one, and what became of them',
    labelNames: ['result'],
    registers,
  })
  const missed = new Counter({
    name: 'callwright_callback_attempts_missed_total',
    help: 'Customers who were called back and did not answer',
    labelNames: ['reason'],
    registers,
  })
  const booked = new Set<ContactId>()
  return (event) => {
    if (event.type === 'callback.missed') missed.inc({ reason: event.reason })
    if (event.type === 'callback.merged') callbacks.inc({ result: 'merged' })
    if (event.type === 'callback.booked') {
      booked.add(event.contact)
      callbacks.inc({ result: 'booked' })
    }
    if (event.type === 'contact.connected' && booked.delete(event.contact))
      callbacks.inc({ result: 'connected' })
    if (event.type === 'contact.ended' && booked.delete(event.contact))
      callbacks.inc({ result: event.outcome === 'callback-cancelled' ? 'cancelled' : 'failed' })
  }
}

function judgeForecasts(registry: Registry): Heed {
  const quality = createForecastQuality()
  const registers = [registry]
  new Gauge({
    name: 'callwright_wait_forecast_within_ratio',
    help: 'Share of contacts offered within their forecast; near the quantile when forecasts are right',
    labelNames: ['queue', 'quantile'],
    registers,
    collect() {
      for (const [labels, hits] of hitsOf(quality)) this.set(labels, shareWithin(hits) ?? NaN)
    },
  })
  new Gauge({
    name: 'callwright_wait_forecasts',
    help: 'Forecasts by outcome; censored: the contact was gone before anybody could know',
    labelNames: ['queue', 'quantile', 'outcome'],
    registers,
    collect() {
      for (const [labels, hits] of hitsOf(quality))
        for (const outcome of ['within', 'beyond', 'censored'] as const)
          this.set({ ...labels, outcome }, hits[outcome])
    },
  })
  new Gauge({
    name: 'callwright_wait_forecast_error_seconds',
    help: 'Mean of the wait less its forecast (P50) over offered contacts; above 0 they wait longer',
    labelNames: ['queue'],
    registers,
    collect() {
      for (const [queue, { offered, errorMs }] of quality.queues)
        if (offered > 0) this.set({ queue }, errorMs / offered / 1000)
    },
  })
  return (event) => onForecastEvent(quality, event)
}

function hitsOf({ queues }: ForecastQuality) {
  return [...queues].flatMap(([queue, { hits }]) =>
    quantiles.map((quantile) => [{ queue, quantile: String(quantile) }, hits[quantile]] as const),
  )
}

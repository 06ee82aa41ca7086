import type { Event } from '../../core/event.ts'
import type { ContactId, QueueId } from '../../core/names.ts'

/** The share of contacts that a forecast says are offered by then. */
export const quantiles = [0.5, 0.9] as const
type Quantile = (typeof quantiles)[number]

/**
 * `within`: offered by then. `beyond`: still waiting then, whatever came of it. `censored`: gone before, to another
 * queue or for good, so that nobody knows; it counts for neither side.
 */
type Hits = { within: number; beyond: number; censored: number }

/** How the forecasts that contacts of one queue got on arrival came out. */
type QueueQuality = {
  readonly hits: Readonly<Record<Quantile, Hits>>
  offered: number
  /** Wait less P50 of all that were offered, ms. */
  errorMs: number
}

type WaitForecast = { readonly queue: QueueId; readonly at: number } & Readonly<
  Record<Quantile, number>
>

/** Forecasts against outcomes, from events alone. Changes in place. */
export type ForecastQuality = {
  readonly open: Map<ContactId, WaitForecast>
  readonly queues: Map<QueueId, QueueQuality>
}

export const createForecastQuality = (): ForecastQuality => ({ open: new Map(), queues: new Map() })

/** Takes one event in; the first word that a contact gets in a queue is its forecast. */
export function onForecastEvent(quality: ForecastQuality, event: Event): void {
  switch (event.type) {
    case 'contact.positioned': {
      const { contact, queue, at, first, expected } = event
      if (!first || !expected) return
      settle(quality, contact, at, false)
      quality.open.set(contact, { queue, at, 0.5: expected.p50Ms, 0.9: expected.p90Ms })
      return
    }
    case 'contact.offered':
      settle(quality, event.contact, event.at, true)
      return
    case 'contact.queued':
    case 'contact.overflowed':
    case 'contact.ended':
    case 'callback.booked':
      settle(quality, event.contact, event.at, false)
  }
}

/** Of those about whom it is known, the share that was offered by then; undefined before there is one. */
export function shareWithin({ within, beyond }: Hits): number | undefined {
  return within + beyond === 0 ? undefined : within / (within + beyond)
}

function settle(quality: ForecastQuality, contact: ContactId, at: number, isOffered: boolean) {
  const forecast = quality.open.get(contact)
  if (!forecast) return
  quality.open.delete(contact)
  const queue = qualityOf(quality, forecast.queue)
  const waitedMs = at - forecast.at
  for (const quantile of quantiles) {
    const hits = queue.hits[quantile]
    if (waitedMs > forecast[quantile]) hits.beyond++
    else if (isOffered) hits.within++
    else hits.censored++
  }
  if (!isOffered) return
  queue.offered++
  queue.errorMs += waitedMs - forecast[0.5]
}

function qualityOf({ queues }: ForecastQuality, id: QueueId): QueueQuality {
  const known = queues.get(id)
  if (known) return known
  const none = (): Hits => ({ within: 0, beyond: 0, censored: 0 })
  const fresh: QueueQuality = { hits: { 0.5: none(), 0.9: none() }, offered: 0, errorMs: 0 }
  queues.set(id, fresh)
  return fresh
}

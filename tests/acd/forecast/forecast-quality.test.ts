import t from 'tap'
import {
  createForecastQuality,
  onForecastEvent,
  shareWithin,
} from '../../../acd/forecast/forecast-quality.ts'
import type { Fact } from '../../../core/event.ts'
import { type AgentId, named, type QueueId } from '../../../core/names.ts'
import { someReason } from '../../../testkit/samples.ts'

const quality = createForecastQuality()
let seq = 0
const at = (seconds: number, fact: Fact) =>
  onForecastEvent(quality, { seq: ++seq, at: seconds * 1000, ...fact })
const queue = named<QueueId>('sales')
const foretell = (contact: string, seconds: number, first = true) =>
  at(seconds, {
    type: 'contact.positioned',
    contact: named(contact),
    queue,
    position: 1,
    waiting: 1,
    first,
    tells: { position: true },
    expected: { p50Ms: 20_000, p90Ms: 60_000 },
  })
const offer = (contact: string, seconds: number) =>
  at(seconds, {
    type: 'contact.offered',
    contact: named(contact),
    queue,
    agent: named<AgentId>('1001'),
    reason: someReason,
  })
const hangUp = (contact: string, seconds: number) =>
  at(seconds, {
    type: 'contact.ended',
    contact: named(contact),
    outcome: 'abandoned-in-queue',
    reason: 'hung-up',
  })

t.test(
  'forecasts are held against what came of them, and who went before is not known',
  async (t) => {
    for (const contact of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']) foretell(contact, 0)
    offer('c1', 10)
    foretell('c2', 30, false)
    offer('c2', 40)
    offer('c3', 70)
    hangUp('c4', 15)
    hangUp('c5', 30)
    at(5, {
      type: 'contact.overflowed',
      contact: named('c6'),
      queue,
      why: 'size',
      to: { voicemail: true },
    })
    const sales = quality.queues.get(queue)
    t.same(sales?.hits, {
      0.5: { within: 1, beyond: 3, censored: 2 },
      0.9: { within: 2, beyond: 1, censored: 3 },
    })
    t.equal(sales && shareWithin(sales.hits[0.5]), 0.25)
    t.same([sales?.offered, sales?.errorMs], [3, (10 - 20 + 40 - 20 + 70 - 20) * 1000])
  },
)

t.test('nothing is kept of contacts that are settled, nor counted twice', async (t) => {
  t.equal(quality.open.size, 0)
  const before = JSON.stringify([...quality.queues])
  offer('c1', 99)
  hangUp('c9', 99)
  t.equal(JSON.stringify([...quality.queues]), before)
  t.equal(shareWithin({ within: 0, beyond: 0, censored: 5 }), undefined)
})

import t from 'tap'
import type { LegQuality } from '../../../core/leg-quality.ts'
import { beyondRelay, type NetworkFigures } from '../../../media/engine/network-figures.ts'
import { QualityWatch, type Measured } from '../../../media/engine/quality-watch.ts'

/** What the engine sees: nothing is ever lost on the way from the relay. */
const own: Measured = {
  codec: 'opus',
  encoding: 'opus',
  received: 500,
  expected: 500,
  lost: 0,
  late: 0,
  jitterMs: 0.2,
  bufferMs: 40,
  packetMs: 20,
  roundTripMs: 0.1,
  farLost: 0,
  farJitterMs: 0.1,
}
const network: NetworkFigures = {
  received: 450,
  lost: 50,
  jitterMs: 12,
  roundTripMs: 180,
  farLost: 0.2,
}
const concluded = (measured: Measured): LegQuality => new QualityWatch().conclude(measured)

t.test(
  'a party behind a relay is judged by its own network, not by the hop to the relay',
  async (t) => {
    t.same(beyondRelay(own, undefined), own)
    const quality = concluded(beyondRelay(own, network))
    t.match(quality, { received: 450, lost: 50, jitterMs: 12, roundTripMs: 180, farLost: 0.2 })
    t.notOk('farJitterMs' in quality)
    t.ok(quality.rFactor < concluded(own).rFactor - 20)
  },
)

t.test('what its RTCP has not said yet is left out', async (t) => {
  const quality = concluded(beyondRelay(own, { received: 10, lost: 0, jitterMs: 1 }))
  t.notOk('roundTripMs' in quality || 'farLost' in quality)
})

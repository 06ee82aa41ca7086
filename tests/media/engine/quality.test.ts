import t from 'tap'
import { gradeOf } from '../../../core/leg-quality.ts'
import { opinionOf, rate } from '../../../media/engine/quality.ts'
import { writeControl } from '../../../media/engine/rtcp.ts'
import { speech } from '../../../testkit/sound/signals.ts'
import { coded, sendImpaired } from './impaired.ts'
import { Table } from './table.ts'

const source = { address: '127.0.0.1', port: 4000 }
const measuredBy = (table: Table) =>
  table.facts.flatMap((fact) => (fact.type === 'leg.measured' ? [fact] : []))

t.test('the rating follows ITU-T G.107 with its default values', async (t) => {
  t.equal(rate('pcmu', 0, 0), 93.2)
  t.equal(opinionOf(93.2).toFixed(2), '4.41')
  // Ie,eff of 5 % with Bpl 25.1 is 95 x 5 / 30.1.
  t.equal(rate('pcmu', 0.05, 0).toFixed(1), (93.2 - 15.78).toFixed(1))
  t.equal(rate('pcmu', 0, 100).toFixed(1), '90.8')
  t.equal(rate('pcmu', 0, 400).toFixed(1), (93.2 - 9.6 - 24.497).toFixed(1))
  t.equal(rate('opus', 1, 1000), 0)
  t.same([opinionOf(-5), opinionOf(0)], [1, 1])
})

t.test('a party that is heard well is told about once, at its end', async (t) => {
  const table = new Table()
  const { id } = table.seat('anna')
  sendImpaired(table, id, coded(speech(30)).packets, { loss: 0, jitterMs: 2, seed: 1 })
  t.same(table.facts, [])
  table.engine.close(id)
  const [fact] = measuredBy(table)
  t.match(fact, {
    leg: 'anna',
    final: true,
    quality: { codec: 'PCMU', received: 1500, lost: 0, late: 0 },
  })
  t.ok((fact?.quality.mos ?? 0) > 4.3)
  t.notOk('roundTripMs' in (fact?.quality ?? {}), 'nobody has measured it')
  table.engine.close(id)
  t.equal(table.facts.length, 1)
})

t.test('a grade that changes is told, at most every ten seconds, and back', async (t) => {
  const table = new Table()
  const { id } = table.seat('anna')
  const { packets } = coded(speech(120))
  const [good, bad] = [
    { loss: 0, jitterMs: 5, seed: 1 },
    { loss: 0.15, jitterMs: 5, seed: 1 },
  ]
  for (const [part, how] of [good, bad, good].entries()) {
    const from = part * 2000
    sendImpaired(table, id, packets.slice(from, from + 2000), how, part * 40_000)
  }
  const told = measuredBy(table).filter((fact) => !fact.final)
  t.ok(told.length >= 2 && told.length <= 6, `${told.length} times in 120 s`)
  t.not(gradeOf(told[0]?.quality ?? { rFactor: 93 }), 'good')
  t.equal(gradeOf(told.at(-1)?.quality ?? { rFactor: 0 }), 'good')
})

t.test('a leg that never received anything is not judged', async (t) => {
  const table = new Table()
  const { id } = table.seat('anna')
  table.pass(30_000)
  table.engine.close(id)
  t.same(table.facts, [])
})

t.test('the round trip and the far end’s figures are in the record', async (t) => {
  const table = new Table()
  const { id } = table.seat('anna')
  table.engine.perform({ do: 'hear', rows: [[id, []]] })
  sendImpaired(table, id, coded(speech(10)).packets, { loss: 0, jitterMs: 0, seed: 1 })
  const leg = table.engine.leg(id)
  const { ssrc, packets } = leg?.sender.stream ?? { ssrc: 0, packets: 0 }
  const block = { ssrc, fractionLost: 0, lost: packets / 10, highest: packets, jitter: 40 }
  // The SR that it answers left one second ago, and it rested 900 ms: 65536ths of a second.
  const report = writeControl(
    { ssrc: 5, timestamp: 0, packets: 0, octets: 0 },
    { ...block, lastReport: (2_208_988_800 * 65_536) % 2 ** 32, delay: 58_982 },
    'anna',
    0,
  )
  leg?.receiveReport(report, { ...source, port: 4001 }, 10_000, 1000)
  table.engine.close(id)
  t.match(measuredBy(table)[0]?.quality, { roundTripMs: 100, farLost: 0.1, farJitterMs: 5 })
})

t.test('who sends from elsewhere is not heard, and told once', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const { packets } = coded(speech(2))
  const stranger = { address: '203.0.113.66', port: 666 }
  for (const [n, packet] of packets.entries()) {
    anna.says(600)
    const forged = packet.slice()
    table.engine.receive(anna.id, forged, stranger, n * 20)
    table.engine.receive(anna.id, forged, source, n * 20)
    table.pass(20)
  }
  const { counts, target } = table.engine.leg(anna.id)?.receiver ?? {}
  t.match(counts, { intruding: 100, unproven: 100, received: 100 })
  t.same(target, source)
  t.match(table.facts, [{ type: 'media.faulted', reason: 'foreign-rtp', leg: 'anna' }])
  t.equal(table.facts.length, 1)
})

t.test('payload types that were not agreed are told once', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  for (let n = 0; n < 50; n++) anna.sends(33, new Uint8Array(20), n * 160)
  t.match(table.facts, [{ type: 'media.faulted', reason: 'codec-mismatch', leg: 'anna' }])
  t.equal(table.facts.length, 1)
})

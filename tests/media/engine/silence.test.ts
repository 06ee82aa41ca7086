import t from 'tap'
import type { RtpAddress } from '../../../media/engine/latch.ts'
import { writeControl } from '../../../media/engine/rtcp.ts'
import { Table, terms } from './table.ts'

const minute = 60_000
const reportOf = () =>
  writeControl({ ssrc: 1, timestamp: 0, packets: 0, octets: 0 }, undefined, 'anna', 0)
const lost = (leg: string) => [{ type: 'leg.mediaLost', leg, reason: 'silent-rtp' }]

t.test('a party that sends nothing for a minute is told to be gone, once', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  table.pass(minute - 100)
  t.same(table.facts, [])
  anna.says(600)
  table.pass(minute - 100)
  t.same(table.facts, [], 'one packet starts the minute anew')
  table.pass(2 * minute)
  t.same(table.facts, lost('anna'))
})

t.test('how long it may send nothing is set', async (t) => {
  const table = new Table(10)
  table.seat('anna')
  table.pass(9900)
  t.same(table.facts, [])
  table.pass(200)
  t.same(table.facts, lost('anna'))
})

t.test('a phone that suppresses silence lives by its RTCP, and nobody else’s', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const report = (source: RtpAddress) =>
    table.engine.leg(anna.id)?.receiveReport(reportOf(), source, table.now, 0)
  for (let n = 0; n < 30; n++) {
    table.pass(5000)
    report({ address: '127.0.0.1', port: 4001 })
  }
  t.same(table.facts, [])
  for (let n = 0; n < 14; n++) {
    table.pass(5000)
    report({ address: '127.0.0.9', port: 4001 })
  }
  t.same(table.facts, lost('anna'))
})

t.test('a party on hold may be silent for as long as it likes', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  table.engine.apply(anna.id, { ...terms, receiving: false, neverSilent: false })
  table.pass(5 * minute)
  t.same(table.facts, [])
  table.engine.apply(anna.id, terms)
  table.pass(minute - 100)
  t.same(table.facts, [], 'the minute begins with the end of the hold')
})

import { packets } from 'rtp.js'
import t from 'tap'
import { Reception } from '../../../media/engine/reception.ts'
import { RtcpSession } from '../../../media/engine/rtcp-session.ts'
import {
  ntpMiddleOf,
  readControl,
  type ReceptionBlock,
  type SenderInfo,
  writeControl,
} from '../../../media/engine/rtcp.ts'

const wall = Date.UTC(2026, 1, 3, 4, 5, 6, 500)
const sent = { ssrc: 0xfedc_ba98, timestamp: 0x8765_4321, packets: 70_000, octets: 11_200_000 }
const block: ReceptionBlock = {
  ssrc: 0x8000_0001,
  fractionLost: 200,
  lost: -3,
  highest: 0x0003_fffe,
  jitter: 77,
  lastReport: 0x8000_1234,
  delay: 65_536,
}
/** The independent writer knows no negative numbers. */
const blocks = [
  { ...block, lost: 3 },
  { ...block, ssrc: 5, lost: 0x7f_ffff },
]

/** All that a datagram says. */
function read(bytes: Uint8Array) {
  const said: { sent: SenderInfo[]; blocks: ReceptionBlock[]; byes: number[] } = {
    sent: [],
    blocks: [],
    byes: [],
  }
  const isWhole = readControl(bytes, {
    sent: (info) => said.sent.push(info),
    reception: (heard) => said.blocks.push(heard),
    bye: (ssrc) => said.byes.push(ssrc),
  })
  return { ...said, isWhole }
}

t.test('an independent parser reads our sender report, its block and our name', async (t) => {
  const bytes = writeControl(sent, { ...block, lost: 3 }, '7@host', wall)
  const compound = new packets.CompoundPacket(new DataView(bytes.buffer))
  const [report, description] = compound.getPackets()
  t.match(report?.dump(), {
    ssrc: sent.ssrc,
    ntpSeq: (wall - 500) / 1000 + 2_208_988_800,
    ntpFraction: 2 ** 31,
    rtpTimestamp: sent.timestamp,
    packetCount: sent.packets,
    octetCount: sent.octets,
  })
  const [seen] = report instanceof packets.SenderReportPacket ? report.getReports() : []
  t.same(
    [seen?.getSsrc(), seen?.getFractionLost(), seen?.getTotalLost(), seen?.getJitter()],
    [block.ssrc, 200, 3, 77],
  )
  t.same(
    [seen?.getHighestSeqNumber(), seen?.getLastSRTimestamp(), seen?.getDelaySinceLastSR()],
    [block.highest, block.lastReport, 65_536],
  )
  t.match(JSON.stringify(description?.dump()), '7@host')
})

t.test('who has sent nothing yet sends a receiver report', async (t) => {
  const bytes = writeControl({ ...sent, packets: 0 }, block, 'a', wall)
  t.equal(bytes[1], 201)
  t.same(read(bytes), { sent: [], blocks: [block], byes: [], isWhole: true })
})

t.test('names of every length end at a whole word', async (t) => {
  for (const length of [1, 2, 3, 4, 254, 255, 300]) {
    const bytes = writeControl(sent, undefined, 'x'.repeat(length), wall)
    const compound = new packets.CompoundPacket(new DataView(bytes.buffer))
    t.match(JSON.stringify(compound.getPackets()[1]?.dump()), 'x'.repeat(Math.min(255, length)))
  }
})

t.test('what an independent writer wrote is read: blocks, feedback skipped, a BYE', async (t) => {
  const compound = new packets.CompoundPacket()
  const report = new packets.SenderReportPacket()
  report.setSsrc(9)
  report.setNtpSeconds(0x1234_5678)
  report.setNtpFraction(0x9abc_def0)
  report.setPacketCount(3)
  for (const { ssrc, ...figures } of blocks) {
    const one = new packets.ReceptionReport()
    one.setSsrc(ssrc)
    one.setFractionLost(figures.fractionLost)
    one.setTotalLost(figures.lost)
    one.setHighestSeqNumber(figures.highest)
    one.setJitter(figures.jitter)
    one.setLastSRTimestamp(figures.lastReport)
    one.setDelaySinceLastSR(figures.delay)
    report.addReport(one)
  }
  const bye = new packets.ByePacket()
  bye.addSsrc(9)
  bye.setReason('gone')
  compound.addPacket(report)
  compound.addPacket(bye)
  const bytes = new Uint8Array(compound.getByteLength())
  compound.serialize(bytes.buffer)
  const { sent: said, blocks: heard, byes, isWhole } = read(bytes)
  t.match(said, [{ ssrc: 9, ntpMiddle: 0x5678_9abc, packets: 3 }])
  t.same(heard, blocks)
  t.same([byes, isWhole], [[9], true])
  t.equal(read(bytes.subarray(0, bytes.length - 1)).isWhole, false, 'broken off')
})

t.test('reduced-size RTCP is read, what is no RTCP is not', async (t) => {
  const bye = Uint8Array.of(0x81, 203, 0, 1, 0, 0, 0, 9)
  t.same(read(bye).byes, [9], 'RFC 5506: a BYE alone')
  t.equal(read(new Uint8Array()).isWhole, false)
  t.equal(read(Uint8Array.of(0x41, 203, 0, 1, 0, 0, 0, 9)).isWhole, false, 'version 1')
  t.equal(
    read(Uint8Array.of(0x9f, 201, 0, 1, 0, 0, 0, 9)).isWhole,
    true,
    'blocks that are not there',
  )
  const nested = Uint8Array.from([0, 0, ...bye]).subarray(2)
  t.same(read(nested).byes, [9], 'somewhere within other memory')
})

/** A leg and its party, each with RTCP of its own, `delay` ms apart. */
function converse(delay: number) {
  const [ours, theirs] = [new RtcpSession(), new RtcpSession()]
  const [oursIn, theirsIn] = [new Reception(), new Reception()]
  oursIn.count(2, 100)
  theirsIn.count(1, 50)
  const us = { sent: { ...sent, ssrc: 1 }, reception: oursIn, jitter: 8 }
  const them = { sent: { ...sent, ssrc: 2, packets: 100 }, reception: theirsIn, jitter: 16.4 }
  for (let at = 0; at < 30_000; at += 100) {
    const [from, to] = [ours.report(us, 'us', at, wall + at, 0.5), at + delay]
    if (from) theirs.receive(from, them.sent, to, wall + 3_600_000 + to)
    const back = theirs.report(them, 'them', at, wall + 3_600_000 + at, 0.7)
    if (back) ours.receive(back, us.sent, to, wall + to)
  }
  return { ours, theirs }
}

t.test('the round trip follows from the reports, whatever the clocks say', async (t) => {
  const { ours, theirs } = converse(40)
  t.ok(Math.abs((ours.roundTripMs ?? 0) - 80) < 1, String(ours.roundTripMs))
  t.ok(Math.abs((theirs.roundTripMs ?? 0) - 80) < 1)
  t.equal(ours.farJitter, 16)
  t.equal(ours.farLost, 0)
})

t.test('reports are half to one and a half of five seconds apart', async (t) => {
  const control = new RtcpSession()
  const source = { sent, reception: new Reception(), jitter: 0 }
  let chance = 0
  const due: number[] = []
  for (let at = 0; at < 120_000; at += 20) {
    chance = (chance + 0.37) % 1
    if (control.report(source, 'us', at, wall, chance)) due.push(at)
  }
  const gaps = due.slice(1).map((at, n) => at - (due[n] ?? 0))
  t.ok(Math.min(...gaps) >= 2500 && Math.max(...gaps) <= 7520, gaps.join())
  t.ok(new Set(gaps).size > 5)
})

t.test('nothing is reported before anything was sent or received', async (t) => {
  const control = new RtcpSession()
  const source = { sent: { ...sent, packets: 0 }, reception: new Reception(), jitter: 0 }
  for (let at = 0; at < 20_000; at += 500)
    t.equal(control.report(source, 'us', at, wall, 0), undefined)
})

t.test(
  'loss is counted over the wrap of the sequence numbers, by interval and in all',
  async (t) => {
    const reception = new Reception()
    for (let n = 65_500; n < 65_600; n++) if (n % 10 !== 5) reception.count(7, n & 0xffff)
    t.same([reception.expected, reception.lost, reception.received], [100, 10, 90])
    t.equal(reception.extendedHighest, 65_599)
    t.equal(reception.takeFraction(), Math.floor((10 * 256) / 100))
    for (let n = 65_600; n < 65_700; n++) reception.count(7, n & 0xffff)
    t.equal(reception.takeFraction(), 0)
    t.equal(reception.lost, 10)
  },
)

t.test(
  'a duplicate, a late packet and a wild one are no loss; a new stream begins anew',
  async (t) => {
    const reception = new Reception()
    for (const sequence of [10, 11, 13, 12, 12, 40_000, 14]) reception.count(7, sequence)
    t.same([reception.expected, reception.lost], [5, 0])
    t.equal(reception.streamLost, -1, 'the duplicate')
    for (const sequence of [30_000, 30_001, 30_002]) reception.count(8, sequence)
    t.same([reception.expected, reception.lost, reception.received], [8, 0, 10])
    for (const sequence of [50_000, 50_001, 50_003]) reception.count(8, sequence)
    t.equal(reception.lost, 1, 'a sender that starts over has lost nothing')
  },
)

t.test('the middle of the NTP time is what an independent clock makes of it', async (t) => {
  const seconds = BigInt(Math.floor(wall / 1000)) + 2_208_988_800n
  t.equal(ntpMiddleOf(wall), Number(((seconds << 16n) | 32_768n) & 0xffff_ffffn))
})

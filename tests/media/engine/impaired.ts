import type { LegId } from '../../../core/names.ts'
import { pcmu } from '../../../media/engine/codecs/g711.ts'
import { slots } from '../../../media/engine/engine.ts'
import type { Frame } from '../../../media/engine/frame.ts'
import { headerBytes, writeRtpHeader } from '../../../media/engine/rtp.ts'
import { createImpairment, type Impairments } from '../impairment.ts'
import type { Table } from './table.ts'

const source = { address: '127.0.0.1', port: 4000 }

/** 20 ms packets of PCMU, and how they sound once they are coded. */
export function coded(said: Int16Array): { packets: readonly Uint8Array[]; ideal: Int16Array } {
  const count = Math.floor(said.length / 160)
  const ideal = new Int16Array(count * 160)
  const packets = Array.from({ length: count }, (_, n) => {
    const bytes = new Uint8Array(headerBytes + 160)
    const [sequence, timestamp] = [(65_000 + n) & 0xffff, (2 ** 32 - 4000 + n * 160) >>> 0]
    writeRtpHeader(bytes, { marker: n === 0, payloadType: 0, sequence, timestamp, ssrc: 77 })
    pcmu.createEncoder().encode(said.subarray(n * 160, n * 160 + 160), bytes, headerBytes)
    pcmu.createDecoder().decode(bytes, headerBytes, bytes.length, ideal, n * 160)
    return bytes
  })
  return { packets, ideal }
}

/** What a bad network made of it from `from` ms on: what the room hears of the party, and which packets never came. */
export function sendImpaired(
  table: Table,
  leg: LegId,
  packets: readonly Uint8Array[],
  how: Impairments,
  from = 0,
): { readonly heard: Int16Array; readonly lost: ReadonlySet<number> } {
  const arrive = createImpairment(how)
  const lost = new Set<number>()
  const due = packets.flatMap((packet, n) => {
    const copies = arrive()
    if (copies.length === 0) lost.add(n)
    return copies.map((late) => ({ packet, at: from + n * 20 + late }))
  })
  due.sort((one, other) => one.at - other.at)
  const heard: number[] = []
  table.engine.leg(leg)?.taps.add({ hear: (frame: Frame) => heard.push(...frame) })
  let next = 0
  for (let now = from; now < from + packets.length * 20; now += 20 / slots) {
    for (let one = due[next]; one !== undefined && one.at <= now; one = due[++next])
      table.engine.receive(leg, one.packet, source, one.at)
    table.engine.tick(now)
  }
  return { heard: Int16Array.from(heard), lost }
}

import { createSocket } from 'node:dgram'
import { setTimeout as sleep } from 'node:timers/promises'
import { tone } from '../sound/tone.ts'
import { type Codec, decode, encode, payloadTypes } from './g711.ts'

/** Where a phone's sound goes, from the far end's SDP. */
export type Far = {
  readonly host: string
  readonly port: number
  readonly codec: Codec
  /** RTP payload type of telephone-event; without it no digits can be sent. */
  readonly eventType?: number
}

/** A phone's RTP: sends a tone every 20 ms, keeps what it hears. */
export type Sound = {
  readonly port: number
  /** Of everything that it sends. */
  readonly ssrc: number
  /** From now on sends this tone, or silence. */
  setTone(hz: number | undefined): void
  /** Sends there from now on; undefined stops sending. */
  sendTo(far: Far | undefined): void
  /** PCM of the packets that arrived in the last `lastMs`, in order of arrival. */
  heard(lastMs: number): Int16Array
  /** The longest time in the last `lastMs` in which no packet with sound in it arrived, ms. */
  longestSilence(lastMs: number): number
  /** Digits that arrived as RFC 4733 events. */
  digitsHeard(): string
  packetsHeard(): number
  /** RFC 4733: 100 ms each, 60 ms apart. */
  sendDigits(digits: string): Promise<void>
  close(): void
}

const events = '0123456789*#ABCD'
const packetMs = 20
const samplesPerPacket = 160

export async function openSound(host: string): Promise<Sound> {
  const socket = createSocket('udp4')
  socket.on('error', () => undefined) // a far end that went away
  await new Promise<void>((resolve) => socket.bind(0, host, resolve))

  const ear = createEar()
  socket.on('message', (packet) => ear.hear(packet))

  const ssrc = Math.floor(Math.random() * 2 ** 32)
  let sequence = 0
  let timestamp = 0
  let far: Far | undefined
  let wave: Int16Array | undefined
  let quiet = false // an event takes the tone's place

  const send = (to: Far, type: number, at: number, marker: boolean, payload: Uint8Array) => {
    const head = Buffer.alloc(12)
    head.writeUInt8(0x80, 0)
    head.writeUInt8((marker ? 0x80 : 0) | type, 1)
    head.writeUInt16BE(sequence++ & 0xffff, 2)
    head.writeUInt32BE(at >>> 0, 4)
    head.writeUInt32BE(ssrc, 8)
    socket.send(Buffer.concat([head, payload]), to.port, to.host)
  }
  const sendAudio = () => {
    const from = timestamp % 8000
    timestamp += samplesPerPacket
    if (!far || quiet) return
    const pcm = wave?.subarray(from, from + samplesPerPacket) ?? new Int16Array(samplesPerPacket)
    const type = payloadTypes[far.codec]
    send(far, type, timestamp, false, encode(far.codec, pcm))
  }

  let due = performance.now()
  const clock = setInterval(() => {
    const now = performance.now()
    if (now - due > 200) due = now // the machine stood still: do not burst
    for (; due <= now; due += packetMs) sendAudio()
  }, packetMs / 2)

  return {
    port: socket.address().port,
    ssrc,
    setTone: (hz) => (wave = hz === undefined ? undefined : tone(hz, 1000)),
    sendTo: (to) => (far = to),
    heard: (lastMs) => ear.heard(lastMs),
    longestSilence: (lastMs) => ear.longestSilence(lastMs),
    digitsHeard: () => ear.digits(),
    packetsHeard: () => ear.packets(),
    async sendDigits(digits) {
      for (const digit of digits) {
        const to = far
        if (to?.eventType === undefined) throw new Error('the far end takes no telephone-event')
        quiet = true
        const at = timestamp
        for (let n = 1; n <= 8; n++) {
          const end = n > 5 // sent three times
          const payload = Buffer.from([events.indexOf(digit), end ? 0x8a : 0x0a, 0, 0])
          payload.writeUInt16BE(Math.min(n, 6) * samplesPerPacket, 2)
          send(to, to.eventType, at, n === 1, payload)
          await sleep(end ? 1 : packetMs)
        }
        quiet = false
        await sleep(60)
      }
    },
    close() {
      clearInterval(clock)
      socket.close()
    },
  }
}

const isLoud = (sample: number): boolean => Math.abs(sample) > 300

/** Keeps the last minute of what arrived. */
function createEar() {
  type Heard = { readonly at: number; readonly pcm: Int16Array }
  let frames: Heard[] = []
  let packets = 0
  let digits = ''
  let lastEventAt: number | undefined

  const hearEvent = (timestamp: number, payload: Buffer) => {
    const isEnd = ((payload[1] ?? 0) & 0x80) !== 0
    if (!isEnd || timestamp === lastEventAt) return
    lastEventAt = timestamp
    digits += events[payload[0] ?? 0] ?? '?'
  }

  return {
    hear(packet: Buffer) {
      if (packet.length < 12 || (packet[0] ?? 0) >> 6 !== 2) return
      packets++
      const type = (packet[1] ?? 0) & 0x7f
      const payload = payloadOf(packet)
      const codec = type === 0 ? 'PCMU' : type === 8 ? 'PCMA' : undefined
      if (!codec) {
        if (type >= 96 && payload.length === 4) hearEvent(packet.readUInt32BE(4), payload)
        return
      }
      frames.push({ at: performance.now(), pcm: decode(codec, payload) })
      if (frames.length > 4000) frames = frames.slice(-3000)
    },
    heard(lastMs: number): Int16Array {
      const since = performance.now() - lastMs
      const recent = frames.filter((frame) => frame.at >= since)
      return Int16Array.from(recent.flatMap((frame) => [...frame.pcm]))
    },
    longestSilence(lastMs: number): number {
      const now = performance.now()
      const loud = frames.filter(({ at, pcm }) => at >= now - lastMs && pcm.some(isLoud))
      const times = [now - lastMs, ...loud.map(({ at }) => at), now]
      return times.reduce((longest, at, n) => Math.max(longest, at - (times[n - 1] ?? at)), 0)
    },
    digits: () => digits,
    packets: () => packets,
  }
}

/** RFC 3550 section 5.1: after the CSRCs, the header extension (X) and before the padding (P). */
function payloadOf(packet: Buffer): Buffer {
  const first = packet[0] ?? 0
  let from = 12 + 4 * (first & 15)
  if (first & 0x10) from += 4 + 4 * packet.readUInt16BE(from + 2)
  const padding = first & 0x20 ? (packet.at(-1) ?? 0) : 0
  return packet.subarray(from, packet.length - padding)
}

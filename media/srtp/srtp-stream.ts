import { CounterMode } from './counter-mode.ts'
import { Galois } from './galois.ts'
import { PacketIndex } from './packet-index.ts'
import type { Protection } from './protection.ts'
import { sessionKeys } from './session-keys.ts'
import { type SuiteName, suites } from './suites.ts'

/** The shortest packets of which there is anything to say. */
const leastBytes = 12
/** RFC 3711 section 9.2: SRTCP's index has 31 bits. */
const indexMask = 0x7f_ff_ff_ff
/** One party sends few streams at a time. */
const mostStreams = 8

function protectionOf(name: SuiteName, master: Uint8Array): Protection {
  const suite = suites[name]
  const [rtp, rtcp] = [sessionKeys(suite, master, 'rtp'), sessionKeys(suite, master, 'rtcp')]
  return suite.mode === 'gcm' ? new Galois(rtp, rtcp) : new CounterMode(rtp, rtcp, suite.tagBytes)
}

const sequenceOf = (packet: Uint8Array): number => ((packet[2] ?? 0) << 8) | (packet[3] ?? 0)

const longAt = (packet: Uint8Array, offset: number): number =>
  new DataView(packet.buffer, packet.byteOffset, packet.byteLength).getUint32(offset)

/** Protects what goes out under one key. The rollover counter lives as long as the key, or the key stream would repeat. */
export class SrtpSender {
  readonly #protection: Protection
  readonly #index = new PacketIndex()
  #reports = 0

  /** `master`: key and salt together. */
  constructor(suite: SuiteName, master: Uint8Array) {
    this.#protection = protectionOf(suite, master)
  }

  protectRtp(packet: Uint8Array): Uint8Array {
    const index = this.#index.guess(sequenceOf(packet))
    this.#index.take(index)
    return this.#protection.sealRtp(packet, index)
  }

  protectRtcp(packet: Uint8Array): Uint8Array {
    this.#reports = (this.#reports + 1) & indexMask
    return this.#protection.sealRtcp(packet, this.#reports)
  }
}

/** Opens what comes in under one key, each packet once. */
export class SrtpReceiver {
  /** Packets that were not genuine, and genuine ones that came again. */
  readonly counts = { forged: 0, replayed: 0 }
  readonly #protection: Protection
  /** Of each SSRC that has proved genuine. */
  readonly #streams = new Map<number, PacketIndex>()
  readonly #reports = new Map<number, PacketIndex>()

  constructor(suite: SuiteName, master: Uint8Array) {
    this.#protection = protectionOf(suite, master)
  }

  /** Undefined for a packet that is not to be heard; it is counted. */
  unprotectRtp(packet: Uint8Array): Uint8Array | undefined {
    if (packet.length < leastBytes) {
      this.counts.forged++
      return undefined
    }
    const ssrc = longAt(packet, 8)
    const stream = this.#streams.get(ssrc) ?? new PacketIndex()
    const index = stream.guess(sequenceOf(packet))
    if (stream.isReplayed(index)) {
      this.counts.replayed++
      return undefined
    }
    const opened = this.#protection.openRtp(packet, index)
    if (opened === undefined) {
      this.counts.forged++
      return undefined
    }
    keep(this.#streams, ssrc, stream, index)
    return opened
  }

  unprotectRtcp(packet: Uint8Array): Uint8Array | undefined {
    const index = this.#protection.rtcpIndexOf(packet)
    if (index === undefined || packet.length < leastBytes) {
      this.counts.forged++
      return undefined
    }
    const ssrc = longAt(packet, 4)
    const reports = this.#reports.get(ssrc) ?? new PacketIndex()
    if (reports.isReplayed(index)) {
      this.counts.replayed++
      return undefined
    }
    const opened = this.#protection.openRtcp(packet, index)
    if (opened === undefined) {
      this.counts.forged++
      return undefined
    }
    keep(this.#reports, ssrc, reports, index)
    return opened
  }
}

function keep(
  streams: Map<number, PacketIndex>,
  ssrc: number,
  stream: PacketIndex,
  index: number,
): void {
  stream.take(index)
  if (streams.has(ssrc)) return
  const [oldest] = streams.keys()
  if (streams.size >= mostStreams && oldest !== undefined) streams.delete(oldest)
  streams.set(ssrc, stream)
}

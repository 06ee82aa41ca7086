import type { Decoder } from './codecs/codec.ts'
import { codecOf } from './codecs/codecs.ts'
import { DigitReceiver } from './digit-receiver.ts'
import type { Frame } from './frame.ts'
import { JitterBuffer } from './jitter-buffer.ts'
import { type Address, Latch } from './latch.ts'
import { parseRtp, type RtpPacket } from './rtp.ts'
import { parseEvent } from './telephone-event.ts'
import type { Terms } from './terms.ts'

/** No RTP and no RTCP for so long, in 20 ms: the party is gone, and nobody said BYE. One minute. */
const mostSilentFrames = 3000

export type ReceiverOutlets = {
  /** A valid audio packet of the party, as it came: for whoever hears it unchanged. */
  readonly audio: (packet: RtpPacket, bytes: Uint8Array) => void
  readonly digit: (digit: string) => void
  /** A packet of any key; sound that came with it is heard after `samples` more. */
  readonly keySigned: (samples: number) => void
}

export type ReceiverCounts = {
  malformed: number
  foreign: number
  intruding: number
  received: number
}

/** Everything that comes from one party: who may send, what it is, and its sound on an even time line. */
export class Receiver {
  readonly counts: ReceiverCounts = { malformed: 0, foreign: 0, intruding: 0, received: 0 }
  readonly jitter = new JitterBuffer()
  /** Somebody needs the party's sound as samples; without it packets are passed on at most. */
  isDecoded = false
  readonly #outlets: ReceiverOutlets
  readonly #digits = new DigitReceiver()
  readonly #decoders = new Map<number, Decoder>()
  #terms: Terms | undefined
  #latch: Latch | undefined
  #ssrc: number | undefined
  #silentFrames = 0

  constructor(outlets: ReceiverOutlets) {
    this.#outlets = outlets
  }

  /** Where to send what the party is to hear; undefined before the first terms. */
  get target(): Address | undefined {
    return this.#latch?.target
  }

  /** First terms, or changed ones; a party that moved is latched anew. */
  agree(terms: Terms): void {
    if (this.#latch?.isFor(terms.remote) !== true) this.#latch = new Latch(terms.remote)
    if (!terms.receiving) this.jitter.reset()
    this.#silentFrames = 0
    this.close()
    this.#terms = terms
  }

  /** Gives the decoders' memory back. */
  close(): void {
    for (const decoder of this.#decoders.values()) decoder.free?.()
    this.#decoders.clear()
  }

  /** A packet from the network; `at` is ms of a clock that never goes back. */
  receive(bytes: Uint8Array, source: Address, at: number): void {
    const packet = parseRtp(bytes)
    if (packet === undefined) {
      this.counts.malformed++
      return
    }
    const kind = this.#terms?.receives.get(packet.payloadType)
    if (kind === undefined) this.counts.foreign++
    else if (this.#latch?.admits(source) !== true) this.counts.intruding++
    else this.#take(packet, bytes, kind, at)
  }

  /** An RTCP report: a phone that suppresses silence still sends these. */
  receiveReport(source: Address): void {
    if (source.address === this.#latch?.target.address) this.#silentFrames = 0
  }

  /** The party's next 20 ms; `frame` must be the one of the time before, since concealment goes on from it. */
  pull(frame: Frame): void {
    this.jitter.pull(frame)
  }

  /** The party's sound is there, behind the first wait. */
  get isPlaying(): boolean {
    return this.isDecoded && this.jitter.isPlaying
  }

  /** 20 ms passed; true once, when nothing has come for too long. */
  isLost(): boolean {
    return this.#terms?.neverSilent === true && ++this.#silentFrames === mostSilentFrames
  }

  #take(
    packet: RtpPacket,
    bytes: Uint8Array,
    kind: NonNullable<ReturnType<Terms['receives']['get']>>,
    at: number,
  ): void {
    this.counts.received++
    this.#silentFrames = 0
    if (packet.ssrc !== this.#ssrc) this.#meet(packet.ssrc)
    if (kind === 'event') this.#hearKey(packet, bytes, at)
    else if (kind !== 'noise' && this.#terms?.receiving === true) {
      this.#outlets.audio(packet, bytes)
      if (this.isDecoded) this.jitter.push(packet, bytes, this.#decoder(packet.payloadType, kind))
    }
  }

  #hearKey(packet: RtpPacket, bytes: Uint8Array, at: number): void {
    const event = parseEvent(bytes, packet.payloadStart, packet.payloadEnd)
    if (event === undefined) return
    this.#outlets.keySigned(this.jitter.depth)
    const digit = this.#digits.receive(packet, event, Math.floor(at / 20))
    if (digit !== undefined) this.#outlets.digit(digit)
  }

  #decoder(payloadType: number, name: Parameters<typeof codecOf>[0]): Decoder {
    let decoder = this.#decoders.get(payloadType)
    if (decoder === undefined) {
      decoder = codecOf(name).createDecoder()
      this.#decoders.set(payloadType, decoder)
    }
    return decoder
  }

  /** Another stream begins: its timestamps have nothing to do with the former one's. */
  #meet(ssrc: number): void {
    this.#ssrc = ssrc
    this.jitter.reset()
    this.#digits.reset()
  }
}

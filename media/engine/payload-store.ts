import type { Decoder } from './codecs/codec.ts'
import type { RtpPacket } from './rtp.ts'

/** Packets that fit: 640 ms of the shortest. A power of two, so that a sequence number's low bits are its place. */
export const storeSlots = 64
const mask = storeSlots - 1
/** What fits into an Ethernet frame; no codec of ours needs more. */
const mostBytes = 1472

const [empty, waiting, taken] = [0, 1, 2]

/** How a payload is to be heard; without a decoder it is none (a key), and holds its place only. */
export type PayloadDecoder = {
  readonly decoder: Decoder | undefined
  /** Its sound is made by `conceal`, in the pause that follows it. */
  readonly isNoise: boolean
}

export const noDecoder: PayloadDecoder = { decoder: undefined, isNoise: false }

/** Received payloads by their sequence numbers; the same memory is used again and again. */
export class PayloadStore {
  #bytes = new Uint8Array()
  #stride = 0
  readonly #states = new Uint8Array(storeSlots)
  readonly #sequences = new Uint16Array(storeSlots)
  readonly #timestamps = new Int32Array(storeSlots)
  readonly #lengths = new Uint16Array(storeSlots)
  readonly #decoders: PayloadDecoder[] = Array.from({ length: storeSlots }, () => noDecoder)
  #waiting = 0

  /** Payloads that wait to be heard. */
  get size(): number {
    return this.#waiting
  }

  clear(): void {
    this.#states.fill(empty)
    this.#waiting = 0
  }

  /** False for a packet that is, or was, there already. */
  put(packet: RtpPacket, bytes: Uint8Array, decoder: PayloadDecoder): boolean {
    const { sequence, payloadStart } = packet
    if (this.knows(sequence)) return false
    const slot = sequence & mask
    const length = Math.min(packet.payloadEnd - payloadStart, mostBytes)
    if (length > this.#stride) this.#widen(length)
    const [own, at] = [this.#bytes, slot * this.#stride]
    for (let index = 0; index < length; index++) own[at + index] = bytes[payloadStart + index] ?? 0
    if (this.#states[slot] !== waiting) this.#waiting++
    this.#states[slot] = waiting
    this.#sequences[slot] = sequence
    this.#timestamps[slot] = packet.timestamp
    this.#lengths[slot] = length
    this.#decoders[slot] = decoder
    return true
  }

  /** Whether it waits here, or was heard not long ago. */
  knows(sequence: number): boolean {
    const slot = sequence & mask
    return this.#states[slot] !== empty && this.#sequences[slot] === sequence
  }

  has(sequence: number): boolean {
    const slot = sequence & mask
    return this.#states[slot] === waiting && this.#sequences[slot] === sequence
  }

  /** As a signed 32-bit number; of a payload that is here, like all below. */
  timestamp(sequence: number): number {
    return this.#timestamps[sequence & mask] ?? 0
  }

  decoder(sequence: number): PayloadDecoder {
    return this.#decoders[sequence & mask] ?? noDecoder
  }

  /** Gives the number of samples that it had. */
  decode(sequence: number, samples: Int16Array, at: number): number {
    const slot = sequence & mask
    const start = slot * this.#stride
    const end = start + (this.#lengths[slot] ?? 0)
    return this.#decoders[slot]?.decoder?.decode(this.#bytes, start, end, samples, at) ?? 0
  }

  /** It was heard, or passed over. */
  take(sequence: number): void {
    if (!this.has(sequence)) return
    this.#states[sequence & mask] = taken
    this.#waiting--
  }

  #widen(length: number): void {
    // Rounded up, so that a codec of varying length does not move its past again and again.
    const stride = Math.min(mostBytes, Math.ceil(length / 80) * 80)
    const bytes = new Uint8Array(stride * storeSlots)
    for (let slot = 0; slot < storeSlots; slot++)
      bytes.set(
        this.#bytes.subarray(slot * this.#stride, slot * this.#stride + this.#stride),
        slot * stride,
      )
    this.#bytes = bytes
    this.#stride = stride
  }
}

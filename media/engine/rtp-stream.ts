import type { Encoder } from './codecs/codec.ts'
import type { DigitPacket } from './digit-sender.ts'
import { frameSamples } from './frame.ts'
import { headerBytes, type RtpPacket, writeRtpHeader } from './rtp.ts'
import { eventBytes, writeEvent } from './telephone-event.ts'

/** Random values, RFC 3550 section 5.1: chosen outside, since the engine has no dice. */
export type StreamStart = {
  readonly ssrc: number
  readonly sequence: number
  readonly timestamp: number
}

/**
 * The packet that is being sent, one for each length, and a payload of any: all streams share them, so that they stay in
 * the processor's cache. Whoever transmits takes the bytes at once.
 */
const packetOfLength: Uint8Array[] = []
let payload = new Uint8Array(0)

/** How the numbers of a stream that is passed on become ours. */
type RelayShift = { readonly ssrc: number; readonly sequence: number; readonly timestamp: number }

/**
 * One leg's outgoing stream: sequence, timestamp and SSRC go on over prompt, music, bridge and hold. `timestamp` is the
 * beginning of the present 20 ms, in units of the codec's clock; `pass` goes to the next.
 */
export class RtpStream {
  readonly ssrc: number
  packets = 0
  octets = 0
  #sequence: number
  #timestamp: number
  /** Timestamp units for each sample at 8 kHz. */
  #units = 1
  /** The next audio packet begins a talkspurt: it carries the marker bit. */
  #talkspurt = true
  #shift: RelayShift | undefined
  /** Where the sound that was passed on ends. */
  #end = 0
  #leftOut = 0

  constructor(start: StreamStart) {
    this.ssrc = start.ssrc >>> 0
    this.#sequence = start.sequence & 0xffff
    this.#timestamp = start.timestamp >>> 0
  }

  /** Timestamp of the present 20 ms. */
  get timestamp(): number {
    return this.#timestamp
  }

  /** Another clock; `mostBytes` is its longest payload. */
  use(units: number, mostBytes: number): void {
    this.#units = units
    if (mostBytes > payload.length) payload = new Uint8Array(mostBytes)
  }

  /** The present 20 ms are over. */
  pass(): void {
    this.#timestamp = (this.#timestamp + frameSamples * this.#units) >>> 0
  }

  /** What was sent has ended: the next audio begins a talkspurt. */
  pause(): void {
    this.#talkspurt = true
    this.#shift = undefined
  }

  /** The first of `samples` is `offset` samples after the beginning of the present 20 ms. The bytes are good until the next packet of any stream. */
  audio(encoder: Encoder, payloadType: number, samples: Int16Array, offset = 0): Uint8Array {
    this.#goOn()
    const length = encoder.encode(samples, payload, 0)
    const bytes = this.#begin(payloadType, this.#talkspurt, this.#at(offset), length)
    this.#talkspurt = false
    copy(payload, 0, length, bytes)
    return bytes
  }

  event(payloadType: number, { event, age }: DigitPacket): Uint8Array {
    this.#goOn()
    const bytes = this.#begin(payloadType, age === 0, this.#at(-age * frameSamples), eventBytes)
    writeEvent(bytes, headerBytes, { ...event, duration: event.duration * this.#units })
    this.#talkspurt = true
    return bytes
  }

  /** Comfort noise, RFC 3389 section 3: nothing is said from now on, and the line is as loud as -`level` dBov. */
  noise(payloadType: number, level: number): Uint8Array {
    this.#goOn()
    const bytes = this.#begin(payloadType, false, this.#timestamp, 1)
    bytes[headerBytes] = level
    this.#talkspurt = true
    return bytes
  }

  /** Another party's packet with our numbers: its gaps, its order and its pace stay as they are. */
  relay(packet: RtpPacket, from: Uint8Array, payloadType: number): Uint8Array {
    const shift = this.#shift?.ssrc === packet.ssrc ? this.#shift : this.#meet(packet)
    const sequence = (packet.sequence + shift.sequence) & 0xffff
    const timestamp = (packet.timestamp + shift.timestamp) >>> 0
    const { payloadStart, payloadEnd, marker } = packet
    const length = payloadEnd - payloadStart
    const bytes = this.#write(payloadType, marker || this.#talkspurt, timestamp, sequence, length)
    copy(from, payloadStart, payloadEnd, bytes)
    if ((sequence - this.#sequence) << 16 >= 0) this.#sequence = (sequence + 1) & 0xffff
    // Its length is not known without decoding: 20 ms is what all but few send.
    const end = (timestamp + frameSamples * this.#units) >>> 0
    if (((end - this.#end) | 0) > 0) this.#end = end
    this.#talkspurt = false
    return bytes
  }

  #meet({ ssrc, sequence, timestamp }: RtpPacket): RelayShift {
    this.#goOn()
    this.#shift = {
      ssrc,
      sequence: this.#sequence - sequence,
      timestamp: this.#timestamp - timestamp,
    }
    this.#end = this.#timestamp
    return this.#shift
  }

  /**
   * What was passed on may reach into the present 20 ms; then our own sound begins in the next ones, or it would come
   * ever further behind what is due with each hold. At most two are left out.
   */
  isCovered(): boolean {
    if (this.#shift === undefined) return false
    const ahead = (this.#end - this.#timestamp) | 0
    return ahead * 2 >= frameSamples * this.#units && this.#leftOut++ < 2
  }

  /** Our own sound follows behind what was passed on. */
  #goOn(): void {
    if (this.#shift === undefined) return
    if (((this.#end - this.#timestamp) | 0) > 0) this.#timestamp = this.#end
    this.#shift = undefined
    this.#leftOut = 0
  }

  #at(offset: number): number {
    return (this.#timestamp + offset * this.#units) >>> 0
  }

  /** The next packet in our own numbering. */
  #begin(payloadType: number, marker: boolean, timestamp: number, length: number): Uint8Array {
    const sequence = this.#sequence
    this.#sequence = (sequence + 1) & 0xffff
    return this.#write(payloadType, marker, timestamp, sequence, length)
  }

  #write(
    payloadType: number,
    marker: boolean,
    timestamp: number,
    sequence: number,
    length: number,
  ): Uint8Array {
    const bytes = (packetOfLength[length] ??= new Uint8Array(headerBytes + length))
    writeRtpHeader(bytes, { marker, payloadType, sequence, timestamp, ssrc: this.ssrc })
    this.packets++
    this.octets += length
    return bytes
  }
}

/** Behind the header. A loop is faster than `set` on a `subarray` for so few bytes. */
function copy(from: Uint8Array, start: number, end: number, to: Uint8Array): void {
  for (let index = start; index < end; index++) to[headerBytes + index - start] = from[index] ?? 0
}

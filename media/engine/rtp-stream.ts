import type { Encoder } from './codecs/codec.ts'
import { type Frame, frameSamples } from './frame.ts'
import { headerBytes, writeRtpHeader } from './rtp.ts'
import type { DigitPacket } from './digit-sender.ts'
import { eventBytes, writeEvent } from './telephone-event.ts'

/** Random values, RFC 3550 section 5.1: chosen outside, since the engine has no dice. */
export type StreamStart = {
  readonly ssrc: number
  readonly sequence: number
  readonly timestamp: number
}

/** A packet's bytes may still be on their way while the next ones are written: so many are kept apart. */
const buffers = 8

/** One leg's outgoing stream: sequence, timestamp and SSRC go on over prompt, music, bridge and hold. */
export class RtpStream {
  readonly ssrc: number
  packets = 0
  octets = 0
  #sequence: number
  #timestamp: number
  /** The next audio packet begins a talkspurt: it carries the marker bit. */
  #talkspurt = true
  readonly #audio = Array.from(
    { length: buffers },
    () => new Uint8Array(headerBytes + frameSamples),
  )
  readonly #events = Array.from({ length: buffers }, () => new Uint8Array(headerBytes + eventBytes))

  constructor(start: StreamStart) {
    this.ssrc = start.ssrc >>> 0
    this.#sequence = start.sequence & 0xffff
    this.#timestamp = start.timestamp >>> 0
  }

  /** Timestamp of the next frame. */
  get timestamp(): number {
    return this.#timestamp
  }

  /** 20 ms in which nothing is sent. */
  pause(): void {
    this.#advance()
    this.#talkspurt = true
  }

  /** The bytes are good until eight packets later. */
  audio(encoder: Encoder, payloadType: number, frame: Frame): Uint8Array {
    const bytes = this.#write(this.#audio, payloadType, this.#talkspurt, this.#timestamp)
    encoder.encode(frame, bytes, headerBytes)
    this.#talkspurt = false
    this.#advance()
    return bytes
  }

  event(payloadType: number, packet: DigitPacket): Uint8Array {
    const began = (this.#timestamp - packet.age * frameSamples) >>> 0
    const bytes = this.#write(this.#events, payloadType, packet.age === 0, began)
    writeEvent(bytes, headerBytes, packet.event)
    this.#talkspurt = true
    this.#advance()
    return bytes
  }

  #write(
    ring: readonly Uint8Array[],
    payloadType: number,
    marker: boolean,
    timestamp: number,
  ): Uint8Array {
    const bytes = ring[this.#sequence % buffers] ?? new Uint8Array(headerBytes)
    const sequence = this.#sequence
    writeRtpHeader(bytes, { marker, payloadType, sequence, timestamp, ssrc: this.ssrc })
    this.#sequence = (sequence + 1) & 0xffff
    this.packets++
    this.octets += bytes.length - headerBytes
    return bytes
  }

  #advance(): void {
    this.#timestamp = (this.#timestamp + frameSamples) >>> 0
  }
}

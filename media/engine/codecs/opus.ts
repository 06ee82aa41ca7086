import {
  Application,
  createDecoder,
  createEncoder,
  type OpusDecoderHandle,
  type OpusEncoderHandle,
  Signal,
} from 'libopus-wasm'
import { sampleRate } from '../frame.ts'
import type { Codec, Decoder, Encoder } from './codec.ts'
import { opusMs, opusNothing } from './opus-packet.ts'

// RFC 6716 by libopus in WebAssembly. It takes and gives 8 kHz itself, so that nothing is resampled here.

const bitrate = 24_000
/** Of 10: from here on the ear gains little and the processor loses much. */
const complexity = 5
const mono = { sampleRate, channels: 1 } as const

/** The library is loaded with the first leg that needs it, and until then the leg is silent: some milliseconds, once. */
class OpusDecoder implements Decoder {
  #handle: OpusDecoderHandle | undefined
  #isFreed = false

  constructor() {
    void createDecoder(mono).then((handle) => {
      if (this.#isFreed) handle.free()
      else this.#handle = handle
    })
  }

  decode(bytes: Uint8Array, start: number, end: number, samples: Int16Array, at: number): number {
    const count = opusMs(bytes, start, end) * (sampleRate / 1000)
    if (count === 0 || at + count > samples.length) return 0
    if (this.#handle === undefined) samples.fill(0, at, at + count)
    else if (!this.#write(bytes.subarray(start, end), samples, at)) return 0
    return count
  }

  /** Opus's own concealment: what was heard goes on, fading; the noise of the room stays. */
  conceal(samples: Int16Array, at: number, count: number): boolean {
    // Only multiples of 2.5 ms, and up to 120 ms.
    if (this.#handle === undefined || count % 20 !== 0 || count > 960) return false
    samples.set(this.#handle.decodePacketLoss(count), at)
    return true
  }

  free(): void {
    this.#isFreed = true
    this.#handle?.free()
    this.#handle = undefined
  }

  #write(packet: Uint8Array, samples: Int16Array, at: number): boolean {
    try {
      samples.set(this.#handle?.decode(packet) ?? [], at)
      return true
    } catch {
      // The library refuses what is no Opus packet.
      return false
    }
  }
}

class OpusEncoder implements Encoder {
  #handle: OpusEncoderHandle | undefined
  #isFreed = false

  constructor() {
    const tuned = { application: Application.Voip, signal: Signal.Voice, bitrate, complexity }
    void createEncoder({ ...mono, ...tuned }).then((handle) => {
      if (this.#isFreed) handle.free()
      else this.#handle = handle
    })
  }

  encode(samples: Int16Array, bytes: Uint8Array, offset: number): number {
    if (this.#handle === undefined) {
      bytes[offset] = opusNothing
      return 1
    }
    const packet = this.#handle.encode(samples, { frameSize: samples.length })
    bytes.set(packet, offset)
    return packet.length
  }

  free(): void {
    this.#isFreed = true
    this.#handle?.free()
    this.#handle = undefined
  }
}

export const opus: Codec = {
  name: 'opus',
  encoding: 'opus/48000/2',
  clockRate: 48_000,
  channels: 2,
  ptimes: [10, 20, 40],
  // At a variable rate a frame may be much longer than the mean; RFC 6716 section 3.2.1 has no frame beyond this.
  mostBytes: () => 1275,
  createDecoder: () => new OpusDecoder(),
  createEncoder: () => new OpusEncoder(),
}

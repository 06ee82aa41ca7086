import { type Codec, type Decoder, type Encoder, isWholePacket } from './codec.ts'
import { G722Decoder, G722Encoder } from './g722-bands.ts'
import { Decimator, Interpolator } from './resampler.ts'

// ITU-T G.722 samples at 16 kHz, two samples a byte; a historic error gives its RTP clock 8 kHz (RFC 3551 section 4.5.2).

const factor = 2
/** RFC 3551 section 4.2: no packet is longer than 200 ms. */
const mostSamples = 200 * 8

class Wideband implements Decoder {
  readonly #bands = new G722Decoder()
  readonly #wide = new Int16Array(mostSamples * factor)
  readonly #decimator = new Decimator(factor)

  decode(bytes: Uint8Array, start: number, end: number, samples: Int16Array, at: number): number {
    const count = end - start
    if (!isWholePacket(count)) return 0
    this.#bands.decode(bytes, start, end, this.#wide)
    this.#decimator.filter(this.#wide, count * factor, samples, at)
    return count
  }

  conceal(): boolean {
    return false
  }
}

class Narrowband implements Encoder {
  readonly #bands = new G722Encoder()
  readonly #wide = new Int16Array(mostSamples * factor)
  readonly #interpolator = new Interpolator(factor)

  encode(samples: Int16Array, bytes: Uint8Array, offset: number): number {
    this.#interpolator.filter(samples, this.#wide)
    this.#bands.encode(this.#wide, samples.length * factor, bytes, offset)
    return samples.length
  }
}

export const g722: Codec = {
  name: 'g722',
  encoding: 'G722/8000',
  clockRate: 8000,
  channels: 1,
  payloadType: 9,
  ptimes: [10, 20, 30, 40],
  mostBytes: (ms) => ms * 8,
  createDecoder: () => new Wideband(),
  createEncoder: () => new Narrowband(),
}

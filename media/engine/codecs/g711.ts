import { type Codec, type Decoder, type Encoder, isWholePacket } from './codec.ts'

// ITU-T G.711 by table: 8,000 samples a second, one byte each; linear samples are signed 16-bit.

type Law = {
  /** Linear sample of each of the 256 codes. */
  readonly decoded: Int16Array
  /** Code of each linear sample, by its upper 14 bits: `encoded[(sample >> 2) + 8192]`. */
  readonly encoded: Uint8Array
}

function expandMu(code: number): number {
  const bits = ~code & 0xff
  const magnitude = (((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)
  return (bits & 0x80) === 0 ? magnitude - 0x84 : 0x84 - magnitude
}

function expandA(code: number): number {
  const bits = code ^ 0x55
  const segment = (bits & 0x70) >> 4
  const step = (bits & 0x0f) << 4
  const magnitude = segment === 0 ? step + 8 : (step + 0x108) << (segment - 1)
  return (bits & 0x80) === 0 ? -magnitude : magnitude
}

/** Each linear value gets the code whose expansion is nearest; 0 in mu-law is 0xff, never the negative zero 0x7f. */
function invert(decoded: Int16Array): Uint8Array {
  const codes = Array.from({ length: 256 }, (_, code) => code).filter(
    (code) => code !== 0x7f || decoded[code] !== 0,
  )
  codes.sort((one, other) => (decoded[one] ?? 0) - (decoded[other] ?? 0))
  const encoded = new Uint8Array(16_384)
  let nearest = 0
  for (let index = 0; index < encoded.length; index++) {
    const sample = (index - 8192) * 4
    const distance = (at: number) => Math.abs((decoded[codes[at] ?? 0] ?? 0) - sample)
    while (nearest + 1 < codes.length && distance(nearest + 1) <= distance(nearest)) nearest++
    encoded[index] = codes[nearest] ?? 0
  }
  return encoded
}

function lawOf(expand: (code: number) => number): Law {
  const decoded = Int16Array.from({ length: 256 }, (_, code) => expand(code))
  return { decoded, encoded: invert(decoded) }
}

class TableDecoder implements Decoder {
  readonly #decoded: Int16Array

  constructor({ decoded }: Law) {
    this.#decoded = decoded
  }

  decode(bytes: Uint8Array, start: number, end: number, samples: Int16Array, at: number): number {
    if (!isWholePacket(end - start)) return 0
    const table = this.#decoded
    for (let index = start; index < end; index++)
      samples[at + index - start] = table[bytes[index] ?? 0] ?? 0
    return end - start
  }

  conceal(): boolean {
    return false
  }
}

class TableEncoder implements Encoder {
  readonly #encoded: Uint8Array

  constructor({ encoded }: Law) {
    this.#encoded = encoded
  }

  encode(samples: Int16Array, bytes: Uint8Array, offset: number): number {
    const table = this.#encoded
    for (let index = 0; index < samples.length; index++)
      bytes[offset + index] = table[((samples[index] ?? 0) >> 2) + 8192] ?? 0
    return samples.length
  }
}

function codec(name: 'pcmu' | 'pcma', payloadType: 0 | 8, expand: (code: number) => number): Codec {
  const law = lawOf(expand)
  // A table remembers nothing: one serves all streams.
  const [decoder, encoder] = [new TableDecoder(law), new TableEncoder(law)]
  return {
    name,
    encoding: `${name.toUpperCase()}/8000`,
    clockRate: 8000,
    channels: 1,
    payloadType,
    ptimes: [10, 20, 30, 40],
    mostBytes: (ms) => ms * 8,
    createDecoder: () => decoder,
    createEncoder: () => encoder,
  }
}

export const pcmu: Codec = codec('pcmu', 0, expandMu)
export const pcma: Codec = codec('pcma', 8, expandA)

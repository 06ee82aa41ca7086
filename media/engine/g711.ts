/** ITU-T G.711 by table: 8,000 samples a second, one byte each; linear samples are signed 16-bit. */
export type Law = 'pcmu' | 'pcma'

export type Codec = {
  readonly law: Law
  /** Static payload type, RFC 3551 table 4. */
  readonly payloadType: 0 | 8
  /** SDP's name for it. */
  readonly name: 'PCMU' | 'PCMA'
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

function codec(
  law: Law,
  name: Codec['name'],
  payloadType: 0 | 8,
  expand: (code: number) => number,
): Codec {
  const decoded = Int16Array.from({ length: 256 }, (_, code) => expand(code))
  return { law, name, payloadType, decoded, encoded: invert(decoded) }
}

export const codecs: Readonly<Record<Law, Codec>> = {
  pcmu: codec('pcmu', 'PCMU', 0, expandMu),
  pcma: codec('pcma', 'PCMA', 8, expandA),
}

/** Encodes all of `samples` into `bytes` from `offset` on. */
export function encode(codec: Codec, samples: Int16Array, bytes: Uint8Array, offset: number): void {
  const table = codec.encoded
  for (let index = 0; index < samples.length; index++)
    bytes[offset + index] = table[((samples[index] ?? 0) >> 2) + 8192] ?? 0
}

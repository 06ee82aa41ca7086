/** ITU-T G.711 as the standard's segments describe it; written apart from the product's so that it can check it. */
export type Codec = 'PCMU' | 'PCMA'
export const payloadTypes = { PCMU: 0, PCMA: 8 } as const

export function decode(codec: Codec, octets: Uint8Array): Int16Array {
  const expand = codec === 'PCMU' ? expandMu : expandA
  return Int16Array.from(octets, expand)
}

export function encode(codec: Codec, pcm: Int16Array): Uint8Array {
  const compress = codec === 'PCMU' ? compressMu : compressA
  return Uint8Array.from(pcm, compress)
}

function expandMu(octet: number): number {
  const code = ~octet & 0xff
  const segment = (code >> 4) & 7
  const magnitude = ((((code & 15) << 3) + 132) << segment) - 132
  return code & 0x80 ? -magnitude : magnitude
}

function compressMu(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), 32635) + 132
  const segment = 24 - Math.clz32(magnitude)
  const code = (sample < 0 ? 0x80 : 0) | (segment << 4) | ((magnitude >> (segment + 3)) & 15)
  return ~code & 0xff
}

function expandA(octet: number): number {
  const code = octet ^ 0x55
  const segment = (code >> 4) & 7
  const step = ((code & 15) << 4) + 8
  const magnitude = segment === 0 ? step : (step + 256) << (segment - 1)
  return code & 0x80 ? magnitude : -magnitude
}

function compressA(sample: number): number {
  const magnitude = Math.min(sample < 0 ? ~sample : sample, 32767)
  const segment = magnitude < 256 ? 0 : 24 - Math.clz32(magnitude)
  const step = (magnitude >> (segment === 0 ? 4 : segment + 3)) & 15
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | step) ^ 0x55
}

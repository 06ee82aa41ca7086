import { type CodecName, type Decoder, unitsOf } from './codecs/codec.ts'
import { codecOf } from './codecs/codecs.ts'
import { ComfortNoise } from './codecs/comfort-noise.ts'
import type { PayloadKind } from './negotiated-media.ts'
import { type PayloadDecoder, noDecoder } from './payload-store.ts'

/** The decoders of one party's stream, one for each payload type that it really uses. */
export class PayloadDecoders {
  readonly #byType = new Map<number, PayloadDecoder>()

  of(payloadType: number, kind: PayloadKind): PayloadDecoder {
    if (kind === 'event') return noDecoder
    const known = this.#byType.get(payloadType)
    if (known !== undefined) return known
    const isNoise = kind === 'noise'
    const decoder = isNoise ? noiseDecoder() : codecOf(kind).createDecoder()
    const payloadDecoder = { decoder, isNoise }
    this.#byType.set(payloadType, payloadDecoder)
    return payloadDecoder
  }

  /** Another agreement, another stream, or the end: what decoders remember is of no use. */
  clear(): void {
    for (const { decoder } of this.#byType.values()) decoder?.free?.()
    this.#byType.clear()
  }
}

/** Its payloads have no sound: that is made in the pause after them. */
function noiseDecoder(): Decoder {
  const noise = new ComfortNoise()
  return {
    decode(bytes, start, end) {
      noise.hear(bytes, start, end)
      return 0
    },
    conceal(samples, at, count) {
      noise.make(samples.subarray(at, at + count))
      return true
    },
  }
}

/** Timestamp units for each sample at 8 kHz. */
export const unitsOfKind = (name: CodecName): number => unitsOf(codecOf(name))

import { Band, type BandKind, clamp, saturate } from './g722-band.ts'
import { highSteps, lowSteps, q6, qm2, qm4, qm6, qmfTaps } from './g722-tables.ts'

/*
 * ITU-T G.722 at 64 kbit/s (mode 1). Sound at 16 kHz is cut into two bands of 8 kHz; a byte holds one sample of each:
 *
 *   7 6 5 4 3 2 1 0
 *  +---+-----------+
 *  | H |     L     |   H: 2-bit code of 4 to 8 kHz, L: 6-bit code of 0 to 4 kHz
 *  +---+-----------+
 */

const lowBand: BandKind = { firstStep: 32, mostLog: 18_432, scaleShift: 8, steps: lowSteps }
const highBand: BandKind = { firstStep: 8, mostLog: 22_528, scaleShift: 10, steps: highSteps }

const pairs = qmfTaps.length
const taps = Int32Array.from(qmfTaps)

/** The last 24 samples in pairs, each kept twice so that they are always 12 pairs in a row. */
class MirrorFilter {
  readonly #firsts = new Int32Array(pairs * 2)
  readonly #seconds = new Int32Array(pairs * 2)
  #oldest = 0
  /** Sum over each half of the filter. */
  odd = 0
  even = 0

  put(first: number, second: number): void {
    const [firsts, seconds, place] = [this.#firsts, this.#seconds, this.#oldest]
    firsts[place] = firsts[place + pairs] = first
    seconds[place] = seconds[place + pairs] = second
    const oldest = (place + 1) % pairs
    this.#oldest = oldest
    let [odd, even] = [0, 0]
    for (let index = 0; index < pairs; index++) {
      odd += (firsts[oldest + index] ?? 0) * (taps[index] ?? 0)
      even += (seconds[oldest + index] ?? 0) * (taps[pairs - 1 - index] ?? 0)
    }
    this.odd = odd
    this.even = even
  }
}

export class G722Decoder {
  readonly #low = new Band(lowBand)
  readonly #high = new Band(highBand)
  readonly #filter = new MirrorFilter()

  /** Two samples at 16 kHz for each byte of `[start, end)`, from the beginning of `samples` on. */
  decode(bytes: Uint8Array, start: number, end: number, samples: Int16Array): void {
    let at = 0
    for (let index = start; index < end; index++) {
      const code = bytes[index] ?? 0
      const low = this.#lowOf(code & 0x3f)
      const high = this.#highOf(code >> 6)
      this.#filter.put(low + high, low - high)
      samples[at++] = saturate(this.#filter.even >> 11)
      samples[at++] = saturate(this.#filter.odd >> 11)
    }
  }

  #lowOf(code: number): number {
    const band = this.#low
    const sample = band.predicted + ((band.step * (qm6[code] ?? 0)) >> 15)
    // Only the upper four bits steer, so that the lower two may carry data in other modes.
    band.adapt(code >> 2, (band.step * (qm4[code >> 2] ?? 0)) >> 15)
    return clamp(sample, -16_384, 16_383)
  }

  #highOf(code: number): number {
    const band = this.#high
    const difference = (band.step * (qm2[code] ?? 0)) >> 15
    const sample = band.predicted + difference
    band.adapt(code, difference)
    return clamp(sample, -16_384, 16_383)
  }
}

export class G722Encoder {
  readonly #low = new Band(lowBand)
  readonly #high = new Band(highBand)
  readonly #filter = new MirrorFilter()

  /** One byte for every two of the `count` samples at 16 kHz, into `bytes` from `offset` on. */
  encode(samples: Int16Array, count: number, bytes: Uint8Array, offset: number): void {
    for (let index = 0; index + 1 < count; index += 2) {
      this.#filter.put(samples[index] ?? 0, samples[index + 1] ?? 0)
      const { odd, even } = this.#filter
      const low = this.#lowCode((even + odd) >> 14)
      const high = this.#highCode((even - odd) >> 14)
      bytes[offset + (index >> 1)] = (high << 6) | low
    }
  }

  /** QUANTL: codes 63, 62 and 31 down to 4 below zero, 61 down to 32 from zero on. */
  #lowCode(sample: number): number {
    const band = this.#low
    const error = saturate(sample - band.predicted)
    const size = error < 0 ? -(error + 1) : error
    let level = 1
    while (level < q6.length && size >= ((q6[level] ?? 0) * band.step) >> 12) level++
    const code = error < 0 ? (level <= 2 ? 64 - level : 34 - level) : 62 - level
    band.adapt(code >> 2, (band.step * (qm4[code >> 2] ?? 0)) >> 15)
    return code
  }

  /** QUANTH. */
  #highCode(sample: number): number {
    const band = this.#high
    const error = saturate(sample - band.predicted)
    const size = error < 0 ? -(error + 1) : error
    const isLarge = size >= (564 * band.step) >> 12
    const code = (error < 0 ? 1 : 3) - (isLarge ? 1 : 0)
    band.adapt(code, (band.step * (qm2[code] ?? 0)) >> 15)
    return code
  }
}

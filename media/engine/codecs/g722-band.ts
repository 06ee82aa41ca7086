import { ilb } from './g722-tables.ts'

/** What sets the two bands apart, ITU-T G.722 section 6.2.1.3 (INVQ, LOGSC, SCALE). */
export type BandKind = {
  /** Step size at the start. */
  readonly firstStep: number
  readonly mostLog: number
  readonly scaleShift: number
  readonly steps: readonly number[]
}

export const clamp = (value: number, least: number, most: number): number =>
  value < least ? least : value > most ? most : value

/** To 16 bits. */
export const saturate = (value: number): number => clamp(value, -32_768, 32_767)

const zeros = 6

/** One sub-band's adaptive step size and predictor (two poles, six zeros): the same in encoder and decoder. */
export class Band {
  /** Quantizer step size DETL or DETH, and the prediction SL or SH. */
  step: number
  predicted = 0
  readonly #kind: BandKind
  /** NBL or NBH: the step size's logarithm. */
  #log = 0
  /** What the zeros give alone: SZL or SZH. */
  #fromZeros = 0
  /** AL1, AL2; the two last reconstructed signals RLT; the two last partial ones PLT. */
  #a1 = 0
  #a2 = 0
  #r1 = 0
  #r2 = 0
  #p1 = 0
  #p2 = 0
  /** BL1 to BL6, and the six last quantized differences DLT. */
  readonly #b = new Int32Array(zeros)
  readonly #d = new Int32Array(zeros)

  constructor(kind: BandKind) {
    this.#kind = kind
    this.step = kind.firstStep
  }

  /** Goes on after `code`, whose quantized difference is `difference`. */
  adapt(code: number, difference: number): void {
    this.#adaptStep(code)
    this.#predict(difference)
  }

  #adaptStep(code: number): void {
    const { steps, mostLog, scaleShift } = this.#kind
    this.#log = clamp(((this.#log * 127) >> 7) + (steps[code] ?? 0), 0, mostLog)
    const shift = scaleShift - (this.#log >> 11)
    const level = ilb[(this.#log >> 6) & 31] ?? 0
    this.step = (shift < 0 ? level << -shift : level >> shift) << 2
  }

  #predict(difference: number): void {
    const partial = saturate(this.#fromZeros + difference)
    this.#adaptPoles(partial)
    this.#p2 = this.#p1
    this.#p1 = partial
    this.#fromZeros = this.#adaptZeros(difference)
    this.#r2 = this.#r1
    this.#r1 = saturate(this.predicted + difference)
    const fromPoles =
      ((this.#a1 * saturate(this.#r1 * 2)) >> 15) + ((this.#a2 * saturate(this.#r2 * 2)) >> 15)
    this.predicted = saturate(saturate(fromPoles) + this.#fromZeros)
  }

  /** UPPOL2 and UPPOL1. */
  #adaptPoles(partial: number): void {
    const isLikeLast = partial < 0 === this.#p1 < 0
    const isLikeSecond = partial < 0 === this.#p2 < 0
    const slope = saturate(this.#a1 * 4)
    const turned = isLikeLast ? Math.min(-slope, 32_767) : slope
    const a2 = (turned >> 7) + (isLikeSecond ? 128 : -128) + ((this.#a2 * 32_512) >> 15)
    this.#a2 = clamp(a2, -12_288, 12_288)
    const a1 = saturate((isLikeLast ? 192 : -192) + ((this.#a1 * 32_640) >> 15))
    const most = saturate(15_360 - this.#a2)
    this.#a1 = clamp(a1, -most, most)
  }

  /** UPZERO and FILTEZ; the differences move on by one. */
  #adaptZeros(difference: number): number {
    const [b, d] = [this.#b, this.#d]
    const gain = difference === 0 ? 0 : 128
    let sum = 0
    for (let index = zeros - 1; index >= 0; index--) {
      const isAlike = (d[index] ?? 0) < 0 === difference < 0
      const tap = saturate((isAlike ? gain : -gain) + (((b[index] ?? 0) * 32_640) >> 15))
      const newer = index === 0 ? difference : (d[index - 1] ?? 0)
      b[index] = tap
      d[index] = newer
      sum += (tap * saturate(newer * 2)) >> 15
    }
    return saturate(sum)
  }
}

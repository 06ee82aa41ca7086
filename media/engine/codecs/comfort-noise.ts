/*
 * Comfort noise, RFC 3389 section 3: what a party sends in place of its silence.
 *
 *   0 1 2 3 4 5 6 7   0 1 2 3 4 5 6 7
 *  +-+-+-+-+-+-+-+-+ +-+-+-+-+-+-+-+-+
 *  |0|   level     | |      N1       | …   level: -dBov; N: quantized reflection coefficients, as many as wanted
 *  +-+-+-+-+-+-+-+-+ +-+-+-+-+-+-+-+-+
 */

/** 0 dBov of G.711: a square wave at its highest code. */
const overload = 32_124
const mostOrder = 12
/** Root mean square of what is drawn evenly from -1 to 1. */
const evenRms = Math.sqrt(1 / 3)

/** Makes noise of the level and the colour that the party told last; silence before it told any. */
export class ComfortNoise {
  readonly #reflections = new Float64Array(mostOrder)
  /** The lattice filter's backward values. */
  readonly #backward = new Float64Array(mostOrder + 1)
  #order = 0
  #gain = 0
  #dice = 0x2545_f491

  /** Takes the payload `bytes[start, end)`; one without a byte changes nothing. */
  hear(bytes: Uint8Array, start: number, end: number): void {
    if (end <= start) return
    const level = (bytes[start] ?? 0) & 0x7f
    this.#order = Math.min(mostOrder, end - start - 1)
    let power = 1
    for (let index = 0; index < this.#order; index++) {
      const reflection = (258 * (Math.min(bytes[start + 1 + index] ?? 0, 254) - 127)) / 32_768
      this.#reflections[index] = reflection
      power *= 1 - reflection ** 2
    }
    this.#backward.fill(0)
    this.#gain = (overload * 10 ** (-level / 20) * Math.sqrt(power)) / evenRms
  }

  /** Fills all of `samples`, at 8 kHz. */
  make(samples: Int16Array): void {
    for (let index = 0; index < samples.length; index++) {
      const value = this.#colour(this.#gain * this.#draw())
      samples[index] = value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : Math.round(value)
    }
  }

  /** Marsaglia's xorshift; noise needs no better dice, and the engine has no others. */
  #draw(): number {
    let dice = this.#dice
    dice ^= dice << 13
    dice ^= dice >>> 17
    dice ^= dice << 5
    this.#dice = dice
    return dice / 2 ** 31
  }

  /** All-pole lattice 1/A(z). */
  #colour(excitation: number): number {
    const backward = this.#backward
    let forward = excitation
    for (let index = this.#order - 1; index >= 0; index--) {
      const reflection = this.#reflections[index] ?? 0
      forward -= reflection * (backward[index] ?? 0)
      backward[index + 1] = (backward[index] ?? 0) + reflection * forward
    }
    backward[0] = forward
    return forward
  }
}

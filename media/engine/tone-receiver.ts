import { type Frame, sampleRate } from './frame.ts'
import { columns, keyAt, rows } from './key-tone.ts'

/*
 * Keys by their tones: frequencies by ITU-T Q.23, what must be taken and what refused by Q.24.
 *
 * Sound is cut into blocks of 10 ms. A block is tonal where a row's and a column's sine are nearly all of it; two
 * neighbours go together where both have the same key, and each sine has turned from one to the other as far as its
 * frequency says. A tone of 40 ms has three whole blocks at least, one of 23 ms (not to be taken) two at most.
 *
 *               3 blocks in a row that go together
 *      quiet  ------------------------------------>  down   tells the key
 *        ^                                             |
 *        '---------------------------------------------'
 *          3 blocks without it: a pause of 40 ms, not a break of 10 ms
 */

const blockSamples = 80
const blocksOfTone = 2
const blocksToTell = 3
const blocksToEnd = 3

/** Mean power of the weaker sine, of samples up to 32,768: -36 dBm0, below the -29 dBm0 that must be taken. */
const leastPower = 350 ** 2 / 2
/** The column's power over the row's and the other way round: 10 dB, so that 6 dB are taken at any frequency. */
const mostTwist = 10
/** The two sines' part of all power; the rest is noise, an echo or a voice. */
const leastPurity = 0.68
/** Of the key's power, what the next frequency of its own group may have: leakage of a short block, not a tone. */
const mostNeighbour = 0.5
/** Of a block's mean power, what each quarter has at least: a tone that begins or ends in it fails, as voices do. */
const leastQuarter = 0.3
/** How far a frequency may be off: Q.24 takes 1.8 % and refuses 3 %. */
const mostDeviation = 0.025
/** Power from block to block: a tone stays as loud as it is. */
const mostChange = 2.5

const frequencies = [...rows, ...columns]
const radians = frequencies.map((hertz) => (2 * Math.PI * hertz) / sampleRate)
const cosines = Float64Array.from(radians, Math.cos)
const sines = Float64Array.from(radians, Math.sin)
/** How far each frequency turns in one block, and how far it may be off there. */
const turns = radians.map((radian) => radian * blockSamples)
const mostOff = turns.map((turn) => turn * mostDeviation)

/** The eight frequencies in one block: their complex amplitudes, and the key that they make. */
class Block {
  readonly real = new Float64Array(frequencies.length)
  readonly imaginary = new Float64Array(frequencies.length)
  row = 0
  column = 0
  isTonal = false

  hear(frame: Frame, start: number): void {
    const total = steadyPower(frame, start)
    this.isTonal = total > 2 * leastPower && this.#find(frame, start, total)
  }

  /** Mean power of one frequency's sine. */
  power(index: number): number {
    const [real, imaginary] = [this.real[index] ?? 0, this.imaginary[index] ?? 0]
    return (2 * (real * real + imaginary * imaginary)) / (blockSamples * blockSamples)
  }

  /** Whether the same key goes on from the block before. */
  continues(before: Block): boolean {
    return (
      this.isTonal &&
      before.isTonal &&
      this.row === before.row &&
      this.column === before.column &&
      this.#hasTurned(before, this.row) &&
      this.#hasTurned(before, this.column)
    )
  }

  #find(frame: Frame, start: number, total: number): boolean {
    for (let index = 0; index < frequencies.length; index++) this.#measure(frame, start, index)
    this.row = this.#loudest(0)
    this.column = this.#loudest(rows.length)
    const [row, column] = [this.power(this.row), this.power(this.column)]
    return (
      Math.min(row, column) > leastPower &&
      Math.max(row, column) < mostTwist * Math.min(row, column) &&
      row + column > leastPurity * total &&
      this.#isAlone(this.row) &&
      this.#isAlone(this.column)
    )
  }

  /** Goertzel: one complex amplitude of the DFT. */
  #measure(frame: Frame, start: number, index: number): void {
    const [cosine = 0, sine = 0] = [cosines[index], sines[index]]
    const factor = 2 * cosine
    let [last, before] = [0, 0]
    for (let at = start; at < start + blockSamples; at++) {
      const now = (frame[at] ?? 0) + factor * last - before
      before = last
      last = now
    }
    this.real[index] = last - cosine * before
    this.imaginary[index] = sine * before
  }

  #loudest(first: number): number {
    let best = first
    for (let index = first + 1; index < first + rows.length; index++)
      if (this.power(index) > this.power(best)) best = index
    return best
  }

  #isAlone(key: number): boolean {
    const most = mostNeighbour * this.power(key)
    const first = key - (key % rows.length)
    for (let index = first; index < first + rows.length; index++)
      if (index !== key && this.power(index) > most) return false
    return true
  }

  #hasTurned(before: Block, index: number): boolean {
    const change = this.power(index) / before.power(index)
    const angle = this.#angle(index) - before.#angle(index) - (turns[index] ?? 0)
    const off = Math.abs(angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI)))
    return change < mostChange && change > 1 / mostChange && off < (mostOff[index] ?? 0)
  }

  #angle(index: number): number {
    return Math.atan2(this.imaginary[index] ?? 0, this.real[index] ?? 0)
  }
}

/** Mean power of a block that sounds evenly; 0 where one of its quarters is much quieter. */
function steadyPower(frame: Frame, start: number): number {
  let [sum, least] = [0, Infinity]
  const quarter = blockSamples / 4
  for (let from = start; from < start + blockSamples; from += quarter) {
    let power = 0
    for (let at = from; at < from + quarter; at++) power += (frame[at] ?? 0) ** 2
    sum += power
    least = Math.min(least, power)
  }
  return least * 4 < leastQuarter * sum ? 0 : sum / blockSamples
}

/** Hears keys in a party's sound, for parties that tell them in no other way. */
export class ToneReceiver {
  /** Something in the last 20 ms may be a key, or a part of one too short to be told. */
  isSuspicious = false
  /** A key's tone is in the last 20 ms: all of it but a beginning and an end of less than 20 ms. */
  isTone = false
  #block = new Block()
  #before = new Block()
  /** Blocks in a row that go together, and blocks since the key that is down was heard. */
  #together = 0
  #missed = 0
  #down: string | undefined

  /** The next 20 ms; gives the key that was pressed, once for each press. */
  hear(frame: Frame): string | undefined {
    this.isSuspicious = false
    this.isTone = false
    let told: string | undefined
    for (let start = 0; start < frame.length; start += blockSamples)
      told = this.#take(frame, start) ?? told
    return told
  }

  #take(frame: Frame, start: number): string | undefined {
    ;[this.#block, this.#before] = [this.#before, this.#block]
    this.#block.hear(frame, start)
    const { isTonal } = this.#block
    if (isTonal) this.isSuspicious = true
    if (this.#block.continues(this.#before)) this.#together++
    else this.#together = isTonal ? 1 : 0
    if (this.#together >= blocksOfTone) this.isTone = true
    const key = isTonal ? keyAt(this.#block.row, this.#block.column - rows.length) : undefined
    if (key === this.#down) this.#missed = 0
    else if (++this.#missed >= blocksToEnd) this.#down = undefined
    if (this.#together < blocksToTell || key === this.#down) return undefined
    this.#down = key
    this.#missed = 0
    return key
  }
}

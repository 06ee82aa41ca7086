import { type Frame, frameSamples, sampleRate } from './frame.ts'

/** What answering machines play before they record. */
const [lowestHz, highestHz] = [350, 2000]
/** Whole frames of a beep of 120 ms, wherever it begins. */
const leastFrames = 5
/**
 * From 20 ms to 20 ms, of frequency (a share, and at least so many Hz, which G.711 makes of a low one) and of power
 * (0.8 dB): the purest of held vowels wavers more.
 */
const mostDrift = 0.006
const mostDriftHz = 3
const mostChange = 1.2
/** -40 dBFS. */
const leastPower = 330 ** 2 / 2
/** What of the sound one sine leaves unexplained. */
const leastUnexplained = 0.01

type Sine = { readonly hertz: number; readonly power: number }

/** Hears a beep: one steady frequency, and nothing else. */
export class BeepReceiver {
  /** How long one sine has sounded, in 20 ms. */
  frames = 0
  #before: Sine | undefined

  /** The next 20 ms; true while a beep sounds that is long enough to be one. */
  hear(frame: Frame): boolean {
    const sine = sineIn(frame)
    const before = this.#before
    if (sine === undefined) this.frames = 0
    else if (before !== undefined && isSame(before, sine)) this.frames++
    else this.frames = 1
    this.#before = sine
    return this.frames >= leastFrames
  }
}

function isSame(one: Sine, other: Sine): boolean {
  const change = other.power / one.power
  const drift = Math.abs(other.hertz - one.hertz)
  return (
    drift < Math.max(mostDrift * one.hertz, mostDriftHz) &&
    change < mostChange &&
    change > 1 / mostChange
  )
}

/**
 * For a sine of angle w from sample to sample, x[n-1] + x[n+1] = 2 cos(w) x[n]: the factor that fits best gives the
 * frequency, and what it leaves says whether there is only one.
 */
function sineIn(frame: Frame): Sine | undefined {
  let [squares, products, sums] = [0, 0, 0]
  for (let index = 1; index < frameSamples - 1; index++) {
    const sample = frame[index] ?? 0
    const neighbours = (frame[index - 1] ?? 0) + (frame[index + 1] ?? 0)
    squares += sample * sample
    products += sample * neighbours
    sums += neighbours * neighbours
  }
  const power = squares / (frameSamples - 2)
  if (power < leastPower) return undefined
  const unexplained = sums - (products * products) / squares
  if (unexplained > leastUnexplained * 4 * squares) return undefined
  const cosine = Math.min(1, Math.max(-1, products / squares / 2))
  const hertz = (Math.acos(cosine) * sampleRate) / (2 * Math.PI)
  return hertz < lowestHz || hertz > highestHz ? undefined : { hertz, power }
}

import { levelAt } from './tone.ts'

/** Of one segment, dB: more is perfect, less is as bad as it gets. */
const [leastSnr, mostSnr] = [-10, 35]
/** Segments whose ideal is quieter than this mean square (about -50 dBFS) say nothing about speech. */
const quiet = 100 * 100

/** The mean over segments of 20 ms of how far the ideal is above what differs from it, dB; -10 to 35 each. */
export function segmentalSnr(ideal: Int16Array, heard: Int16Array, segment = 160): number {
  let [sum, segments] = [0, 0]
  const length = Math.min(ideal.length, heard.length)
  for (let at = 0; at + segment <= length; at += segment) {
    let [signal, noise] = [0, 0]
    for (let n = at; n < at + segment; n++) {
      const wanted = ideal[n] ?? 0
      signal += wanted ** 2
      noise += (wanted - (heard[n] ?? 0)) ** 2
    }
    if (signal < quiet * segment) continue
    segments++
    sum += Math.max(leastSnr, Math.min(mostSnr, 10 * Math.log10(signal / Math.max(1, noise))))
  }
  return segments === 0 ? mostSnr : sum / segments
}

/** Level at one frequency, dB below full scale; -100 for nothing. */
export const levelDb = (hz: number, sound: Int16Array): number =>
  20 * Math.log10(Math.max(1e-5, levelAt(hz, sound)))

/** How much later `heard` is than `ideal`, in samples, in the half second from `at` on: where they agree best. */
export function delayOf(ideal: Int16Array, heard: Int16Array, at: number, most = 2400): number {
  const length = 4000
  let best = { delay: 0, alike: -Infinity }
  for (let delay = 0; delay <= most; delay++) {
    let [product, energy] = [0, 1]
    for (let n = 0; n < length; n++) {
      const sample = heard[at + n + delay] ?? 0
      product += (ideal[at + n] ?? 0) * sample
      energy += sample * sample
    }
    const alike = product / Math.sqrt(energy)
    if (alike > best.alike) best = { delay, alike }
  }
  return best.delay
}

/**
 * The loudest click: how far a sample lies from where its neighbours lead, against what is usual there; 1 is usual.
 * For sounds without sharp edges of their own.
 */
export function loudestClick(sound: Int16Array): { readonly at: number; readonly times: number } {
  const bends = Float64Array.from(sound, (sample, n) =>
    Math.abs((sound[n - 1] ?? sample) - 2 * sample + (sound[n + 1] ?? sample)),
  )
  let most = { at: 0, times: 0 }
  for (let n = 200; n < bends.length - 200; n++) {
    if ((bends[n] ?? 0) < 600) continue
    let usual = 1
    for (let near = n - 160; near <= n + 160; near++)
      if (Math.abs(near - n) > 3) usual = Math.max(usual, bends[near] ?? 0)
    const times = (bends[n] ?? 0) / usual
    if (times > most.times) most = { at: n, times }
  }
  return most
}

/** A tone of this level (the peak), at `rate` samples a second. */
export const tone = (hz: number, seconds: number, rate = 8000, peak = 10_000): Int16Array =>
  Int16Array.from({ length: seconds * rate }, (_, index) =>
    Math.round(peak * Math.sin((2 * Math.PI * hz * index) / rate)),
  )

/** Rises evenly from 50 Hz to `highest`. */
export const sweep = (highest: number, seconds: number, rate: number): Int16Array =>
  Int16Array.from({ length: seconds * rate }, (_, index) => {
    const cycles = (index / rate) * (50 + ((highest - 50) * index) / (2 * seconds * rate))
    return Math.round(20_000 * Math.sin(2 * Math.PI * cycles))
  })

/** Even noise, the same every time. */
export function noise(samples: number, peak = 30_000): Int16Array {
  let dice = 1
  return Int16Array.from({ length: samples }, () => {
    dice = (Math.imul(dice, 1_103_515_245) + 12_345) >>> 0
    return Math.round(((dice >>> 8) / 2 ** 23 - 1) * peak)
  })
}

/** Root mean square of the samples from `from` on. */
export const rms = (samples: Int16Array, from = 0): number => {
  const part = samples.subarray(from)
  return Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / part.length)
}

/** How much of the sound is the tone of this frequency, in dB over all the rest. */
export function toneToRest(samples: Int16Array, hz: number, rate: number): number {
  let [sine, cosine, all] = [0, 0, 0]
  samples.forEach((sample, index) => {
    const angle = (2 * Math.PI * hz * index) / rate
    sine += sample * Math.sin(angle)
    cosine += sample * Math.cos(angle)
    all += sample ** 2
  })
  const signal = ((sine ** 2 + cosine ** 2) * 2) / samples.length
  return 10 * Math.log10(signal / Math.max(all - signal, 1e-9))
}

/** Tones to send and a probe to find them again: sound is verified by its frequency, not by packet counts. */

const sampleRate = 8000

/** A sine of `hertz`; `phase` in samples makes frames of one tone join. */
export function tone(hertz: number, samples: number, phase = 0, amplitude = 8000): Int16Array {
  return Int16Array.from({ length: samples }, (_, index) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hertz * (index + phase)) / sampleRate)),
  )
}

/** Amplitude of `hertz` in the samples, by Goertzel's algorithm. */
export function level(samples: Int16Array, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate)
  let [last, before] = [0, 0]
  for (const sample of samples) [last, before] = [sample + turn * last - before, last]
  const power = last * last + before * before - turn * last * before
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length
}

/** The strongest frequency in steps of 10 Hz; undefined for (near) silence. */
export function loudest(samples: Int16Array): number | undefined {
  let [found, most] = [0, 0]
  for (let hertz = 100; hertz <= 3600; hertz += 10) {
    const here = level(samples, hertz)
    if (here > most) [found, most] = [hertz, here]
  }
  return most > 100 ? found : undefined
}

/** Each frequency that is clearly there, of those asked for. */
export function heard(samples: Int16Array, asked: readonly number[]): readonly number[] {
  return asked.filter((hertz) => level(samples, hertz) > 1000)
}

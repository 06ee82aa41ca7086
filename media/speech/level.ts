/** Loudness of the recorded prompts, root mean square; and the highest peak. */
const loudness = 32_768 * 10 ** (-21 / 20)
const highestPeak = 32_000

/** As loud as the prompts among which it is played, but never clipped; silence stays silence. In place. */
export function level(sound: Int16Array): Int16Array {
  let [squares, peak] = [0, 0]
  for (const sample of sound) {
    squares += sample * sample
    peak = Math.max(peak, Math.abs(sample))
  }
  if (peak === 0) return sound
  const gain = Math.min(loudness / Math.sqrt(squares / sound.length), highestPeak / peak)
  for (let index = 0; index < sound.length; index++)
    sound[index] = Math.round((sound[index] ?? 0) * gain)
  return sound
}

/** Periods of a voice in samples at 8 kHz: 200 Hz and above repeat within 40, the deepest take 120 (66 Hz). */
export const shortestPeriod = 40
export const longestPeriod = 120

/** How far two stretches are alike: 1 the same up to their level, 0 not at all; and 0 where either is silent. */
function likeness(sound: Int16Array, one: number, other: number, count: number, step = 1): number {
  let [product, energyOne, energyOther] = [0, 0, 0]
  for (let index = 0; index < count; index += step) {
    const [a, b] = [sound[one + index] ?? 0, sound[other + index] ?? 0]
    product += a * b
    energyOne += a * a
    energyOther += b * b
  }
  if (product <= 0) return 0
  return product / Math.sqrt(energyOne * energyOther)
}

/**
 * The period up to `longest` after which the `count` samples from `at` on are most alike to those before (`direction`
 * -1) or after (1) them: every second one is tried roughly, then the best one's neighbours exactly.
 */
export function findPeriod(
  sound: Int16Array,
  at: number,
  count: number,
  direction: 1 | -1,
  longest = longestPeriod,
): { readonly period: number; readonly likeness: number } {
  let [rough, best] = [shortestPeriod, -1]
  for (let period = shortestPeriod; period <= longest; period += 2) {
    const alike = likeness(sound, at, at + direction * period, count, 2)
    if (alike > best) [rough, best] = [period, alike]
  }
  let period = rough
  best = -1
  for (let near = rough - 1; near <= rough + 1; near++) {
    const alike = likeness(sound, at, at + direction * near, count)
    if (alike > best) [period, best] = [near, alike]
  }
  return { period, likeness: best }
}

/** A mean over independent repetitions, and half the width of its 95 % interval; undefined below two of them. */
export type Interval = { readonly mean: number; readonly halfWidth?: number }

/** By Student's t; undefined when there is nothing to take the mean of. */
export function intervalOf(values: readonly number[]): Interval | undefined {
  const count = values.length
  if (count === 0) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  if (count === 1) return { mean }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const error = Math.sqrt(squares / (count - 1) / count)
  return { mean, halfWidth: studentQuantile(0.975, count - 1) * error }
}

/** The value that Student's t stays below with probability `p`, 0.5 < p < 1, for whole degrees of freedom. */
export function studentQuantile(p: number, freedom: number): number {
  let [low, high] = [0, 1]
  while (studentBelow(high, freedom) < p) [low, high] = [high, high * 2]
  // 60 halvings leave less than the spacing of the numbers.
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (studentBelow(middle, freedom) < p) low = middle
    else high = middle
  }
  return high
}

/** P(T < t) for t ≥ 0, exactly, by the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4. */
function studentBelow(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom))
  const cosine = Math.cos(angle)
  const isOdd = freedom % 2 === 1
  let term = isOdd ? cosine : 1
  let sum = freedom === 1 ? 0 : term
  for (let i = isOdd ? 3 : 2; i < freedom; i += 2) {
    term *= (cosine ** 2 * (i - 1)) / i
    sum += term
  }
  const within = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
  return 0.5 + within / 2
}

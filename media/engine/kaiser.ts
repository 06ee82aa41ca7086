/** Kaiser's window: 1 in the middle, 0 beyond `place` -1 and 1. A larger `beta` lets less through beside the band. */
export function kaiser(beta: number, place: number): number {
  const inside = 1 - place ** 2
  return inside < 0 ? 0 : bessel(beta * Math.sqrt(inside)) / bessel(beta)
}

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1]
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

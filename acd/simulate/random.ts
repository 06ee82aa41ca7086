import { nextRandom } from '../router/prng.ts'

/** Draws uniform in [0, 1). */
export type Random = () => number

/** The generator sfc32 (Doty-Humphrey, PractRand): 128 bits of state, filled by splitmix32. The seed determines all. */
export function createRandom(seed: number): Random {
  const chance = { state: seed >>> 0 }
  const word = () => (nextRandom(chance) * 2 ** 32) | 0
  let [a, b, c, counter] = [word(), word(), word(), 1]
  const draw = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  // Until every bit of the seed has reached every bit of the state.
  for (let i = 0; i < 15; i++) draw()
  return draw
}

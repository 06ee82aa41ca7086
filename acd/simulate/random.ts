/** Draws uniform in [0, 1). */
export type Random = () => number

/** The generator sfc32 (Doty-Humphrey, PractRand), 128 bits of state seeded by splitmix32: the seed determines every draw. */
export function createRandom(seed: number): Random {
  const next = splitmix32(seed)
  let [a, b, c, counter] = [next(), next(), next(), 1]
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

/** Spreads a seed over words that have nothing in common. */
function splitmix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let word = state ^ (state >>> 16)
    word = Math.imul(word, 0x21f0aaad)
    word ^= word >>> 15
    word = Math.imul(word, 0x735a2d97)
    return word ^ (word >>> 15)
  }
}

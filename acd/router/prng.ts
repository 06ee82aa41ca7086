/** All that is left to chance follows from the draws that came in with the events. */
export type Prng = { state: number }

/** Takes a draw (0 to 1) of an event in. */
export function mixSeed(chance: Prng, draw: number): void {
  chance.state = (chance.state ^ Math.floor(draw * 4_294_967_296)) >>> 0
}

/** The next number, above 0 and up to 1 (splitmix32). */
export function nextRandom(chance: Prng): number {
  chance.state = (chance.state + 0x9e3779b9) >>> 0
  let mixed = chance.state
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (((mixed ^ (mixed >>> 15)) >>> 0) + 1) / 4_294_967_296
}

/** Where in a known sound a heard one comes from: for tests that ask whether something went on or began anew. */

const windowSamples = 800
/** Two sounds alike but for G.711 are above it, different speech or music far below. */
const alike = 0.9
/** A window quieter than this root mean square says nothing. */
const quiet = 100

export type Position = { readonly heardAt: number; readonly place: number }

/** For each 100 ms of what was heard its place in the original, where it is from there. In samples. */
export function positionsIn(original: Int16Array, heard: Int16Array): readonly Position[] {
  const places: Position[] = []
  for (let at = 0; at + windowSamples <= heard.length; at += windowSamples) {
    const window = heard.subarray(at, at + windowSamples)
    if (loudness(window) < quiet) continue
    const last = places.at(-1)
    const expected = last && (last.place + at - last.heardAt) % original.length
    const place =
      expected !== undefined && likeness(original, expected, window) > alike
        ? expected
        : search(original, window)
    if (place !== undefined) places.push({ heardAt: at, place })
  }
  return places
}

function search(original: Int16Array, window: Int16Array): number | undefined {
  let best = { place: 0, like: 0 }
  for (let place = 0; place < original.length; place++) {
    const like = likeness(original, place, window)
    if (like > best.like) best = { place, like }
  }
  return best.like > alike ? best.place : undefined
}

/** Normalized correlation, 1 for the same; the original is a loop. */
function likeness(original: Int16Array, place: number, window: Int16Array): number {
  let [product, energy, heardEnergy] = [0, 0, 0]
  for (let n = 0, from = place; n < window.length; n++, from++) {
    if (from >= original.length) from -= original.length
    const [sample, heard] = [original[from] ?? 0, window[n] ?? 0]
    product += sample * heard
    energy += sample * sample
    heardEnergy += heard * heard
  }
  return product / Math.sqrt(energy * heardEnergy || 1)
}

const loudness = (window: Int16Array): number =>
  Math.sqrt(window.reduce((sum, sample) => sum + sample * sample, 0) / window.length)

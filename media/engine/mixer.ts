import { type Frame, frameSamples, silence } from './frame.ts'

/** One sound becomes another over so many samples, so that nothing clicks: 5 ms. */
const fadeSamples = 40

/**
 * What one listener hears of several sources: their sum, clipped. One source is passed through as it is, so the
 * result may be a source's own frame: read it at once and never write it.
 */
export function mix(sources: readonly Frame[], into: Frame): Frame {
  if (sources.length <= 1) return sources[0] ?? silence
  sums.set(sources[0] ?? silence)
  for (let n = 1; n < sources.length; n++) add(sources[n] ?? silence)
  for (let index = 0; index < frameSamples; index++) {
    const sum = sums[index] ?? 0
    into[index] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : sum
  }
  return into
}

const sums = new Int32Array(frameSamples)

function add(source: Frame): void {
  for (let index = 0; index < frameSamples; index++)
    sums[index] = (sums[index] ?? 0) + (source[index] ?? 0)
}

/** `to`, with `from` fading out at its beginning. What is in both stays as loud as it is. */
export function crossfade(from: Frame, to: Frame, into: Frame): Frame {
  into.set(to)
  for (let index = 0; index < fadeSamples; index++) {
    const share = index / fadeSamples
    into[index] = (from[index] ?? 0) * (1 - share) + (to[index] ?? 0) * share
  }
  return into
}

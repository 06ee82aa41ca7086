import { type Frame, frameSamples, silence } from './frame.ts'

/**
 * What one listener hears of several sources: their sum, clipped. One source is passed through as it is, so the
 * result may be a source's own frame: read it at once and never write it.
 */
export function mix(sources: readonly Frame[], into: Frame): Frame {
  if (sources.length <= 1) return sources[0] ?? silence
  for (let index = 0; index < frameSamples; index++) {
    let sum = 0
    for (const source of sources) sum += source[index] ?? 0
    into[index] = sum > 32_767 ? 32_767 : sum < -32_768 ? -32_768 : sum
  }
  return into
}

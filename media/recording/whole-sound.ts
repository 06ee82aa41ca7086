import { sampleRate } from '../engine/frame.ts'
import { findOggEnd } from './ogg-end.ts'
import { recordedChannels } from './open-recording.ts'
import type { Content } from './recorded.ts'
import type { SoundFormat } from './sealed-format.ts'

const sampleBytes = 2 * recordedChannels

/** How much of a file that was cut off is worth keeping, what is to stand behind it, and how long it sounds. */
export type WholeSound = {
  readonly bytes: number
  readonly ending: Uint8Array
  readonly seconds: number
}

/** Of WAV the samples alone. Undefined where nothing is whole. */
export async function findWhole(
  format: SoundFormat,
  content: Content,
): Promise<WholeSound | undefined> {
  if (format === 'opus') {
    const found = await findOggEnd(content)
    return found && { bytes: found.end, ending: found.lastPage, seconds: found.seconds }
  }
  if (content.bytes < 0) return undefined
  const bytes = content.bytes - (content.bytes % sampleBytes)
  return { bytes, ending: new Uint8Array(), seconds: bytes / sampleBytes / sampleRate }
}

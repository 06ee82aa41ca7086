import { hearEachOther } from '../core/hearing.ts'
import { type LegId, named } from '../core/names.ts'
import type { Media } from '../media/media.ts'
import type { Benchmark } from './benchmark.ts'
import { mediaOptions, measureMedia } from './media-load.ts'

/** Legs talk in pairs, and each pair is recorded in stereo, as the product does with every talk. */
export const bridge: Benchmark = {
  name: 'bridge',
  what: 'media engine: legs talk in pairs, recorded; CPU per 1000 RTP packets beside bare sockets',
  options: mediaOptions,
  run: (options, tell) => measureMedia(options, tell, talkInPairs),
}

function talkInPairs(media: Media, legs: readonly LegId[]): void {
  for (let n = 0; n + 1 < legs.length; n += 2) {
    const [left, right] = legs.slice(n, n + 2) as [LegId, LegId]
    media.perform({ do: 'hear', rows: hearEachOther(left, right) })
    media.perform({ do: 'record', recording: named(`r${n}`), left, right: [right] })
  }
}

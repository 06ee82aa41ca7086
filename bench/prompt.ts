import type { LegId, PlayId, PromptId } from '../core/names.ts'
import { named } from '../core/names.ts'
import type { Media } from '../media/media.ts'
import type { Benchmark } from './benchmark.ts'
import { mediaOptions, measureMedia } from './media-load.ts'

/** Longer than any run: each prompt sounds for more than a second. */
const repeats = (seconds: number) => seconds + 5

/** Every phone talks (into the void) and hears a prompt: RTP in both directions. */
export const prompt: Benchmark = {
  name: 'prompt',
  what: 'media engine: every leg hears a prompt; CPU per 1000 RTP packets beside bare sockets',
  options: mediaOptions,
  run: (options, tell) => measureMedia(options, tell, playPrompts),
}

function playPrompts(media: Media, legs: readonly LegId[], seconds: number): void {
  const prompts = Array.from({ length: repeats(seconds) }, () => named<PromptId>('zh/menu'))
  for (const leg of legs)
    media.perform({ do: 'play', leg, play: named<PlayId>(`${leg}.p1`), prompts })
}

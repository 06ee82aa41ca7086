import { hearEachOther, type HearingRow } from '../../core/hearing.ts'
import {
  type LegId,
  named,
  type PlayId,
  type PromptId,
  type RecordingId,
} from '../../core/names.ts'
import type { Media } from '../../media/media.ts'
import { groupOf, type Scene } from './exchange.ts'

/** Longer than any run: the prompt sounds for more than a second. */
const repeats = 600

/** Tells the media room what its open legs are to hear, group by group. */
export function play(scene: Scene, media: Media, legs: readonly LegId[]): void {
  const size = groupOf[scene]
  for (let n = 0; n + size <= legs.length; n += size) scenes[scene](media, legs.slice(n, n + size))
}

export function playPrompt(media: Media, leg: LegId): void {
  const prompts = Array.from({ length: repeats }, () => named<PromptId>('zh/menu'))
  media.perform({ do: 'play', leg, play: named<PlayId>(`${leg}.p1`), prompts })
}

const scenes: Readonly<Record<Scene, (media: Media, legs: readonly LegId[]) => void>> = {
  prompt: (media, legs) => {
    for (const leg of legs) playPrompt(media, leg)
  },
  bridge: talk,
  'bridge-recorded': (media, legs) => {
    talk(media, legs)
    record(media, legs)
  },
  // The last of the three whispers: the agent hears the caller and him, he hears both.
  supervised: (media, legs) => {
    const [caller, agent, supervisor] = legs as [LegId, LegId, LegId]
    const rows: readonly HearingRow[] = [
      [caller, [{ leg: agent }]],
      [agent, [{ leg: caller }, { leg: supervisor }]],
      [supervisor, [{ leg: caller }, { leg: agent }]],
    ]
    media.perform({ do: 'hear', rows })
    record(media, legs.slice(0, 2))
  },
  conference: (media, legs) => {
    const others = (leg: LegId) =>
      legs.filter((other) => other !== leg).map((other) => ({ leg: other }))
    media.perform({ do: 'hear', rows: legs.map((leg) => [leg, others(leg)] as const) })
  },
}

function talk(media: Media, legs: readonly LegId[]): void {
  const [left, right] = legs as [LegId, LegId]
  media.perform({ do: 'hear', rows: hearEachOther(left, right) })
}

function record(media: Media, legs: readonly LegId[]): void {
  const [left, ...right] = legs as [LegId, LegId]
  media.perform({ do: 'record', recording: named<RecordingId>(`r-${left}`), left, right })
}

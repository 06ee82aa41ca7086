import type { VoiceEffect } from '../../core/effect.ts'
import type { Source } from '../../core/hearing.ts'
import type { LegId, PlayId } from '../../core/names.ts'
import type { Prompt } from '../../core/sound.ts'

/** What every leg hears, as a media engine would have it: a play covers the row. */
export class Sound {
  readonly #rows = new Map<LegId, readonly Source[]>()
  readonly #plays = new Map<LegId, { play: PlayId; prompts: readonly Prompt[] }>()
  /** Who is on which channel of each recording that runs. */
  readonly recordings = new Map<string, { left: LegId; right: readonly LegId[] }>()

  perform(effect: VoiceEffect): void {
    if (effect.do === 'hear') for (const [leg, sources] of effect.rows) this.#rows.set(leg, sources)
    if (effect.do === 'play') this.#plays.set(effect.leg, effect)
    if (effect.do === 'stopPlay') this.played(effect.leg, effect.play)
    if (effect.do === 'record') this.recordings.set(effect.recording, effect)
    if (effect.do === 'stopRecording') this.recordings.delete(effect.recording)
  }

  /** True when this very play was on. */
  played(leg: LegId, play: PlayId): boolean {
    return this.#plays.get(leg)?.play === play && this.#plays.delete(leg)
  }

  /** `zh/menu`, `music/default`, a leg's id … or nothing in silence. */
  heardBy(leg: LegId): readonly string[] {
    const play = this.#plays.get(leg)
    if (play)
      return play.prompts.map((prompt) => (typeof prompt === 'string' ? prompt : prompt.say))
    return (this.#rows.get(leg) ?? []).map((source) =>
      'leg' in source ? source.leg : source.music,
    )
  }

  end(leg: LegId): void {
    this.#rows.delete(leg)
    this.#plays.delete(leg)
  }
}

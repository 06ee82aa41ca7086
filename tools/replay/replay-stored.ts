import {
  type Divergence,
  JournalReplay,
  replayJournal,
} from '../../server/centre/journal-replay.ts'
import { createWorld } from '../../server/centre/world/world.ts'
import type { JournalReader } from '../../server/journal/journal.ts'
import { EffectsFile } from './effects-file.ts'

export type ReplayReport = {
  readonly events: number
  readonly inputs: number
  /** Inputs from which this program concludes something else, or on which it fails. */
  readonly divergences: number
  readonly first?: Divergence
  /** Conclusions of the last input that the journal does not hold yet. */
  readonly missing: number
  readonly tookMs: number
}

/**
 * Runs a journal through the reducers from its first event. `effectsFile`: gets the numbered effects. Rejects with
 * JournalError where the journal is broken.
 */
export async function replayStored(
  journal: Pick<JournalReader, 'read'>,
  effectsFile?: string,
): Promise<ReplayReport> {
  const begun = performance.now()
  let first: Divergence | undefined
  let effects: EffectsFile | undefined
  const { replay } = await replayJournal((failed) => {
    first = undefined
    effects?.close()
    effects = effectsFile === undefined ? undefined : new EffectsFile(effectsFile)
    const replay = new JournalReplay({
      world: createWorld(),
      failed,
      onTurn: (turn) => effects?.write(turn),
      onDivergence: (divergence) => (first ??= divergence),
    })
    return { replay }
  }, journal.read)
  effects?.close()
  const { events, inputs, divergences, missing } = replay
  return {
    events,
    inputs,
    divergences,
    missing: missing.length,
    ...(first && { first }),
    tookMs: performance.now() - begun,
  }
}

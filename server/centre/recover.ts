import type { Logger } from 'pino'
import type { Event } from '../../core/event.ts'
import type { CentreTimer } from '../../core/timer.ts'
import type { Journal } from '../journal/journal.ts'
import type { NumberedEffect } from '../link/frames.ts'
import { applyTurn, createCentreState, type CentreState, unfold } from './centre-state.ts'
import { type Failed, JournalReplay, replayJournal } from './journal-replay.ts'

export type Recovered = {
  readonly centre: CentreState
  /** Effects that voice may not have had, in order. */
  readonly unacked: NumberedEffect[]
  /** Of the snapshot; 0 without one. */
  readonly snapshotSeq: number
  /** Conclusions of the last input that the end of the former process kept from the journal. */
  readonly missing: readonly Event[]
  /** Inputs from which the journal and this program conclude differently. */
  readonly divergences: number
}

type RecoveryRun = Pick<Recovered, 'centre' | 'unacked' | 'snapshotSeq'> & {
  readonly replay: JournalReplay
}

/** After a divergence effects are numbered from here on, above all that voice may have had. */
const effectGap = 1_000_000

/**
 * Snapshot, then the tail of the journal: its inputs go through the reducers again, and what they conclude is
 * compared with what the journal says they concluded. Rejects with JournalError where the journal is broken.
 */
export async function recover(
  journal: Journal,
  onDue: (timer: CentreTimer) => void,
  log: Logger,
): Promise<Recovered> {
  const { replay, ...recovered } = await replayJournal(
    (failed) => begin({ journal, onDue, log, failed }),
    (afterSeq) => journal.read(afterSeq),
  )
  const { world } = recovered.centre
  if (replay.divergences > 0) world.lastEffect += effectGap
  return { ...recovered, missing: replay.missing, divergences: replay.divergences }
}

type BeginOptions = {
  readonly journal: Journal
  readonly onDue: (timer: CentreTimer) => void
  readonly log: Logger
  readonly failed: Failed
}

async function begin({ journal, onDue, log, failed }: BeginOptions): Promise<RecoveryRun> {
  const snapshot = await journal.loadSnapshot()
  const start = snapshot && unfold(snapshot, onDue)
  if (snapshot && !start)
    log.warn({ seq: snapshot.seq }, 'a snapshot of another version is left out')
  const { centre, unacked } = start ?? { centre: createCentreState(onDue), unacked: [] }
  const replay = new JournalReplay({
    world: centre.world,
    failed,
    onTurn: (turn) => {
      applyTurn(centre, turn)
      unacked.push(...turn.voice)
    },
    onDivergence: ({ seq, journalled, concluded, error }) =>
      log.error(
        { seq, journalled, concluded, err: error },
        'divergence: the journal says otherwise',
      ),
  })
  return { centre, unacked, snapshotSeq: centre.world.seq, replay }
}

import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import type { Event } from '../../core/event.ts'
import type { TimerId } from '../../core/names.ts'
import type { Journal } from '../journal/journal.ts'
import { applyTurn, beginStanding, type Standing, unfold } from './standing.ts'
import { type Arriving, type NumberedEffect, stepWorld, type Turn } from './world/world.ts'

export type Recovered = {
  readonly standing: Standing
  /** Effects that voice may not have had, in order. */
  readonly unacked: NumberedEffect[]
  /** Of the snapshot; 0 without one. */
  readonly snapshotSeq: number
  /** Conclusions of the last input that the end of the former process kept from the journal. */
  readonly missing: readonly Event[]
  /** Inputs from which the journal and this program conclude differently. */
  readonly divergences: number
}

/** More inputs than these that the reducers fail on are not a bug in one contact. */
const mostSkipped = 100
/** After a divergence effects are numbered from here on, above all that voice may have had. */
const effectGap = 1_000_000

/**
 * Snapshot, then the tail of the journal: its inputs go through the reducers again, and what they conclude is
 * compared with what the journal says they concluded. Rejects with JournalError where the journal is broken.
 */
export async function recover(
  journal: Journal,
  onDue: (timer: TimerId) => void,
  log: Logger,
): Promise<Recovered> {
  const skipped = new Set<number>()
  for (;;) {
    const replay = await beginReplay(journal, onDue, log)
    const failedOn = await runReplay(replay, journal, skipped)
    if (failedOn === undefined) return finishReplay(replay, journal)
    if (skipped.size >= mostSkipped) throw new Error('the journal cannot be replayed')
    skipped.add(failedOn)
  }
}

type Replay = {
  readonly standing: Standing
  readonly unacked: NumberedEffect[]
  readonly snapshotSeq: number
  readonly log: Logger
  /** What follows from the last input, as far as the journal has not said it yet. */
  expected: Event[]
  isDiverging: boolean
  divergences: number
}

async function beginReplay(
  journal: Journal,
  onDue: (timer: TimerId) => void,
  log: Logger,
): Promise<Replay> {
  const snapshot = await journal.loadSnapshot()
  const start = snapshot && unfold(snapshot, onDue)
  if (snapshot && !start)
    log.warn({ seq: snapshot.seq }, 'a snapshot of another version is left out')
  const { standing, unacked } = start ?? { standing: beginStanding(onDue), unacked: [] }
  return {
    ...{ standing, unacked, snapshotSeq: standing.world.seq },
    ...{ log, expected: [], isDiverging: false, divergences: 0 },
  }
}

/** Gives the `seq` of an input that the reducers failed on: what stands is then spoilt. */
async function runReplay(
  replay: Replay,
  journal: Journal,
  skipped: ReadonlySet<number>,
): Promise<number | undefined> {
  const { world } = replay.standing
  for await (const event of journal.read(world.seq)) {
    if (event.cause !== undefined) compare(replay, event)
    else if (!replayInput(replay, event, skipped)) return event.seq
  }
  return undefined
}

function replayInput(replay: Replay, event: Event, skipped: ReadonlySet<number>): boolean {
  const { standing, unacked, log } = replay
  if (replay.expected.length > 0) diverge(replay, event, replay.expected[0])
  // The journal's places are the true ones: ids of contacts are made of them.
  standing.world.seq = event.seq - 1
  replay.isDiverging = false
  try {
    const turn = skipped.has(event.seq)
      ? skippedTurn(event)
      : stepWorld(standing.world, unplaced(event))
    applyTurn(standing, turn)
    unacked.push(...turn.voice)
    replay.expected = [...turn.events]
  } catch (error) {
    log.error({ err: error, seq: event.seq, type: event.type }, 'replay failed on an input')
    return false
  }
  compare(replay, event)
  return true
}

function compare(replay: Replay, event: Event): void {
  const expected = replay.expected.shift()
  if (!replay.isDiverging && !isSame(expected, event)) diverge(replay, event, expected)
  replay.standing.world.seq = Math.max(replay.standing.world.seq, event.seq)
}

function diverge(replay: Replay, journalled: Event, concluded: Event | undefined): void {
  replay.log.error({ journalled, concluded }, 'divergence: the journal says something else')
  if (!replay.isDiverging) replay.divergences++
  replay.isDiverging = true
  replay.expected = []
}

function finishReplay(replay: Replay, journal: Journal): Recovered {
  const { standing, unacked, snapshotSeq, expected, divergences } = replay
  if (divergences > 0) standing.world.lastEffect += effectGap
  if (replay.isDiverging) standing.world.seq = journal.lastSeq
  return { standing, unacked, snapshotSeq, missing: expected, divergences }
}

/** An input that is left out keeps its place in the stream, and nothing follows from it. */
const skippedTurn = (event: Event): Turn => ({ events: [event], voice: [], timers: [] })

function unplaced({ seq: _, ...input }: Event): Arriving {
  // An event without a cause is an input.
  return input as Arriving
}

/** The journal gives back plain JSON, in which a field that is undefined is not there. */
const isSame = (concluded: Event | undefined, journalled: Event): boolean =>
  isDeepStrictEqual(concluded, journalled) ||
  (concluded !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(concluded)), journalled))

import { isDeepStrictEqual } from 'node:util'
import type { Event } from '../../core/event.ts'
import { type ArrivingInput, stepWorld, type Turn, type World } from './world/world.ts'

/** Where the journal and this program conclude differently from one input: the first event that differs. */
export type Divergence = {
  /** Its place in the stream. */
  readonly seq: number
  readonly input: Event
  /** Undefined: the journal holds no (further) conclusion. */
  readonly journalled?: Event
  /** Undefined: this program has no (further) conclusion. */
  readonly concluded?: Event
  /** The reducers fail on the input. */
  readonly error?: unknown
}

type JournalReplayOptions = {
  /** Stands where the events that are taken begin. */
  readonly world: World
  /** Inputs that the reducers failed on before: they keep their places, and nothing follows from them. */
  readonly failed: Failed
  readonly onTurn: (turn: Turn) => void
  /** At most one for each input. */
  readonly onDivergence: (divergence: Divergence) => void
}

/** By `seq`, with what was thrown. */
export type Failed = ReadonlyMap<number, unknown>

/** More inputs than these that the reducers fail on are not a bug in one contact. */
const mostFailed = 100

/**
 * Puts the inputs of a journal through the reducers again, and compares what they conclude with what the journal says
 * they concluded.
 */
export class JournalReplay {
  readonly world: World
  readonly #options: JournalReplayOptions
  #input: Event | undefined
  /** What follows from the last input, as far as the journal has not said it yet. */
  #expected: Event[] = []
  #isDiverging = false
  /** Before the journal has said once whose a leg is, it is one of an older program, which did not. */
  #saysLegs = false
  events = 0
  inputs = 0
  divergences = 0

  constructor(options: JournalReplayOptions) {
    this.world = options.world
    this.#options = options
  }

  /** Conclusions of the last input that the journal does not hold yet. */
  get missing(): readonly Event[] {
    return this.#expected
  }

  /** The next event of the journal. Throws what the reducers throw: what stands is then spoilt. */
  take(event: Event): void {
    this.events++
    if (event.cause === undefined) this.#takeInput(event)
    else this.#compare(event)
  }

  #takeInput(event: Event): void {
    if (!this.#saysLegs) this.#leaveOutLegs()
    const [unsaid] = this.#expected
    if (unsaid) this.#diverge({ seq: event.seq, concluded: unsaid })
    this.inputs++
    this.#input = event
    this.#isDiverging = false
    // The journal's places are the true ones: ids of contacts are made of them.
    this.world.seq = event.seq - 1
    if (this.#options.failed.has(event.seq)) this.#leaveOut(event)
    else this.#step(event)
  }

  #step(event: Event): void {
    const turn = stepWorld(this.world, unplaced(event))
    this.#options.onTurn(turn)
    this.#expected = [...turn.events]
    this.#compare(event)
  }

  #leaveOut(event: Event): void {
    const error = this.#options.failed.get(event.seq)
    this.#options.onTurn({ events: [event], voice: [], timers: [] })
    this.world.seq = event.seq
    this.#diverge({ seq: event.seq, journalled: event, error })
  }

  #compare(journalled: Event): void {
    if (journalled.type === 'leg.assigned') this.#saysLegs = true
    else if (!this.#saysLegs) this.#leaveOutLegs()
    const concluded = this.#expected.shift()
    const { seq } = journalled
    if (!isSame(concluded, journalled))
      this.#diverge({ seq, journalled, ...(concluded && { concluded }) })
    if (this.#isDiverging) this.world.seq = seq
  }

  /** What the journal's next event would be if legs were not assigned: those that are expected first are left out. */
  #leaveOutLegs(): void {
    while (this.#expected[0]?.type === 'leg.assigned') {
      this.#expected = this.#expected.slice(1).map((event) => ({ ...event, seq: event.seq - 1 }))
      this.world.seq--
    }
  }

  #diverge(divergence: Omit<Divergence, 'input'>): void {
    const input = this.#input ?? divergence.journalled
    this.#expected = []
    if (this.#isDiverging || !input) return
    this.#isDiverging = true
    this.divergences++
    this.#options.onDivergence({ ...divergence, input })
  }
}

/**
 * Runs through all that `begin` and `read` give, and begins anew without the input that the reducers failed on.
 * Rejects with JournalError where the journal is broken.
 */
export async function replayJournal<Run extends { readonly replay: JournalReplay }>(
  begin: (failed: Failed) => Run | Promise<Run>,
  read: (afterSeq: number) => AsyncIterable<Event> | Iterable<Event>,
): Promise<Run> {
  const failed = new Map<number, unknown>()
  for (;;) {
    const run = await begin(failed)
    const failure = await runThrough(run.replay, read)
    if (!failure) return run
    if (failed.size >= mostFailed)
      throw new Error('the journal cannot be replayed', { cause: failure.error })
    failed.set(failure.seq, failure.error)
  }
}

async function runThrough(
  replay: JournalReplay,
  read: (afterSeq: number) => AsyncIterable<Event> | Iterable<Event>,
): Promise<{ readonly seq: number; readonly error: unknown } | undefined> {
  for await (const event of read(replay.world.seq))
    try {
      replay.take(event)
    } catch (error) {
      return { seq: event.seq, error }
    }
  return undefined
}

function unplaced({ seq: _, ...input }: Event): ArrivingInput {
  // An event without a cause is an input.
  return input as ArrivingInput
}

/** The journal gives back plain JSON, in which a field that is undefined is not there. */
const isSame = (concluded: Event | undefined, journalled: Event): boolean =>
  isDeepStrictEqual(concluded, journalled) ||
  (concluded !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(concluded)), journalled))

import type { Event } from '../../core/event.ts'
import type { ProjectionResult } from './record-projection.ts'

type RecordProjectorOptions = {
  readonly project: (events: readonly Event[]) => Promise<ProjectionResult>
  readonly cursor: () => Promise<number>
  /** The journal above `afterSeq`: what was missed is read from there. */
  readonly readJournal: (afterSeq: number) => AsyncIterable<Event>
  readonly log: (fields: object, message: string) => void
}

const mostInBatch = 500
/** Beyond this they are let go, and read from the journal when the database is back. */
const mostWaiting = 20_000
/** Some events make one transaction rather than one each. */
const gatherMs = 50
const longestPauseMs = 30_000

/** Projects events into the records, in batches and apart from the journal's writer, who never waits for it. */
export class RecordProjector {
  readonly #options: RecordProjectorOptions
  readonly #running: Promise<void>
  #waiting: Event[] = []
  /** The journal holds events that are neither projected nor waiting: so it is at the start. */
  #missed = true
  #stopped = false
  #pauseMs = gatherMs
  #wake: () => void = () => undefined

  constructor(options: RecordProjectorOptions) {
    this.#options = options
    this.#running = this.#run()
  }

  /** In the order of `seq`. Never waits, never throws. */
  record(events: readonly Event[]): void {
    if (this.#stopped || this.#missed) return
    if (this.#waiting.length + events.length > mostWaiting) this.#miss()
    else this.#waiting.push(...events)
    this.#wake()
  }

  /** Projects what is waiting, if the database takes it, and nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopped || this.#waiting.length > 0) {
      if (!this.#missed && this.#waiting.length === 0) await this.#untilRecorded()
      if (!this.#stopped) await pause(this.#pauseMs)
      try {
        await (this.#missed ? this.#catchUp() : this.#projectWaiting())
        this.#pauseMs = gatherMs
      } catch (error) {
        this.#miss()
        this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs)
        const again = { err: error, pauseMs: this.#pauseMs }
        this.#options.log(again, 'the records cannot be written now')
      }
    }
  }

  #miss(): void {
    this.#waiting = []
    this.#missed = true
  }

  async #projectWaiting(): Promise<void> {
    const batch = this.#waiting.slice(0, mostInBatch)
    await this.#project(batch)
    this.#waiting.splice(0, batch.length)
  }

  /** What is recorded meanwhile waits, and may have been read here too: it is then not projected again. */
  async #catchUp(): Promise<void> {
    this.#missed = false
    const { cursor, readJournal } = this.#options
    let batch: Event[] = []
    for await (const event of readJournal(await cursor())) {
      if (this.#stopped) return
      batch.push(event)
      if (batch.length < mostInBatch) continue
      await this.#project(batch)
      batch = []
    }
    await this.#project(batch)
  }

  async #project(batch: readonly Event[]): Promise<void> {
    if (batch.length === 0) return
    const { leftOut } = await this.#options.project(batch)
    if (leftOut.length > 0)
      this.#options.log({ leftOut }, 'events that cannot be stored are left out')
  }

  #untilRecorded(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve))
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

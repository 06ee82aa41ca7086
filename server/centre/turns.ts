import type { Logger } from 'pino'
import type { Input } from '../../core/event.ts'
import type { Journal } from '../journal/journal.ts'
import type { CentreState } from './centre-state.ts'
import { type ArrivingInput, stepWorld, type Turn } from './world/world.ts'

type TurnsOptions = {
  readonly journal: Journal
  readonly centre: CentreState
  /** What stands after the last event of the journal, made anew. */
  readonly recover: () => Promise<CentreState>
  /** The turn is in the journal: its effects may leave. In order; must not throw. */
  readonly onTurn: (turn: Turn, input: ArrivingInput) => void
  readonly onBug: (error: unknown, input: Input) => void
  /** The journal can no longer be written: nothing that follows would be true. */
  readonly onFatal: (error: unknown) => void
  readonly log: Logger
}

type QueuedInput = {
  readonly input: ArrivingInput
  readonly resolve: (turn: Turn) => void
  readonly reject: (error: unknown) => void
}

const noTurn: Turn = { events: [], voice: [], timers: [] }

/**
 * One input at a time: step the world, keep the turn, let it out. An input that the reducers fail on may have left
 * the world half changed, so the world is made anew from the journal, which then says that the input was skipped.
 */
export class Turns {
  readonly #options: TurnsOptions
  #centre: CentreState
  #queue: QueuedInput[] = []
  #looks: ((centre: CentreState) => void)[] = []
  #isBusy = false
  #isRepairing = false
  /** Turns that wait for the journal. */
  #leaving = 0
  #lastLeft: Promise<void> = Promise.resolve()

  constructor(options: TurnsOptions) {
    this.#options = options
    this.#centre = options.centre
  }

  get centre(): CentreState {
    return this.#centre
  }

  get isRepairing(): boolean {
    return this.#isRepairing
  }

  /** Rejects when the reducers fail on it. */
  put(input: ArrivingInput): Promise<Turn> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ input, resolve, reject })
      this.#drain()
    })
  }

  /** Calls back when every turn has left, before the next input: then what stands and the journal say the same. */
  atRest(look: (centre: CentreState) => void): void {
    this.#looks.push(look)
    this.#drain()
  }

  #drain(): void {
    if (this.#isBusy) return
    this.#isBusy = true
    while (!this.#isRepairing) {
      if (this.#looks.length > 0 && !this.#lookAround()) break
      const next = this.#queue.shift()
      if (!next) break
      this.#take(next)
    }
    this.#isBusy = false
  }

  /** False while turns are still on their way out. */
  #lookAround(): boolean {
    if (this.#leaving > 0) return false
    for (const look of this.#looks.splice(0)) look(this.#centre)
    return true
  }

  #take(next: QueuedInput): void {
    let turn: Turn
    try {
      turn = stepWorld(this.#centre.world, next.input)
    } catch (error) {
      void this.#repair(next, error)
      return
    }
    this.#keep(turn, next)
  }

  #keep(turn: Turn, { input, resolve }: QueuedInput): void {
    const leave = () => {
      this.#options.onTurn(turn, input)
      resolve(turn)
    }
    try {
      const kept = this.#options.journal.append(turn.events)
      if (!kept && this.#leaving === 0) leave()
      else this.#leaveAfter(kept, leave)
    } catch (error) {
      this.#options.onFatal(error)
    }
  }

  #leaveAfter(kept: Promise<void> | undefined, leave: () => void): void {
    this.#leaving++
    this.#lastLeft = Promise.all([this.#lastLeft, kept])
      .then(() => {
        this.#leaving--
        leave()
        this.#drain()
      })
      .catch(this.#options.onFatal)
  }

  async #repair(failed: QueuedInput, error: unknown): Promise<void> {
    const { input } = failed
    this.#isRepairing = true
    this.#options.onBug(error, input)
    failed.reject(error)
    try {
      if (input.type === 'centre.skipped') throw error
      await this.#lastLeft
      this.#centre.timers.stop()
      this.#centre = await this.#options.recover()
      this.#forgetTimers()
      this.#queue.unshift({
        input: skip(input, error),
        resolve: () => undefined,
        reject: () => undefined,
      })
      this.#centre.timers.run()
      this.#isRepairing = false
      this.#drain()
    } catch (fatal) {
      this.#options.onFatal(fatal)
    }
  }

  /** The timers that were made anew fire again. */
  #forgetTimers(): void {
    for (const { input, resolve } of this.#queue) if (input.type === 'timer.fired') resolve(noTurn)
    this.#queue = this.#queue.filter(({ input }) => input.type !== 'timer.fired')
  }
}

function skip({ at, voice, ...skipped }: ArrivingInput, error: unknown): ArrivingInput {
  return {
    type: 'centre.skipped',
    at,
    ...(voice && { voice }),
    // Without its place an arriving input is the input itself.
    skipped,
    error: error instanceof Error ? error.message : String(error),
  }
}

import type { ProcessNotice, ProcessName } from '../ipc/messages.ts'
import { ProcessKeeper } from './process-keeper.ts'

export type LaunchedProgram = {
  readonly name: ProcessName
  /** Arguments of `node`. */
  readonly args: readonly string[]
  readonly hasSpare?: boolean
}

type SystemOptions = {
  /** One line of a process's log. */
  readonly onLine: (line: string) => void
  /** One sentence: a process cannot start, now or ever. */
  readonly onFault: (sentence: string) => void
  readonly onDraining: (legs: number) => void
  readonly log: (fields: object, message: string) => void
}

/** How long a process may take to end tidily when it has to end at once. */
const graceMs = 3_000

/** The processes as one thing. */
export class System {
  /** Resolves when each process has been ready once. */
  readonly started: Promise<void>
  readonly #keepers: ReadonlyMap<ProcessName, ProcessKeeper>
  readonly #starting: Set<ProcessName>

  constructor(programs: readonly LaunchedProgram[], options: SystemOptions) {
    let onStarted = (): void => undefined
    this.started = new Promise((resolve) => (onStarted = resolve))
    this.#starting = new Set(programs.map(({ name }) => name))
    const keep = (program: LaunchedProgram): ProcessKeeper => {
      const onReady = () => {
        this.#starting.delete(program.name)
        if (this.#starting.size === 0) onStarted()
      }
      const onNotice = (notice: ProcessNotice) => this.#passOn(program.name, notice)
      return new ProcessKeeper({ ...program, ...options, onReady, onNotice })
    }
    this.#keepers = new Map(programs.map((program) => [program.name, keep(program)]))
  }

  /** The processes that have not been ready yet. */
  starting(): ProcessName[] {
    return [...this.#starting]
  }

  /** No new calls; resolves when the present ones are over and all has ended. Calls live in voice, so it goes first. */
  async drain(): Promise<void> {
    await this.#keepers.get('voice')?.drain()
    await Promise.all(this.#all((keeper) => keeper.drain()))
  }

  /** Resolves when all has ended, in some seconds at most. */
  async stop(): Promise<void> {
    await Promise.all(this.#all((keeper) => keeper.stop(graceMs)))
  }

  /** The centre has the doors, the edge the bans. */
  #passOn(of: ProcessName, notice: ProcessNotice): void {
    if (notice.notice === 'figures')
      this.#keepers.get('centre')?.tell({ order: 'figures', of, figures: notice.figures })
    if (notice.notice === 'lift')
      this.#keepers.get('edge')?.tell({ order: 'lift', source: notice.source })
  }

  #all(end: (keeper: ProcessKeeper) => Promise<void>): Promise<void>[] {
    return [...this.#keepers.values()].map(end)
  }
}

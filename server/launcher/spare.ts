import type { ChildProcess } from 'node:child_process'
import { type ProcessNotice, spareArgument } from '../ipc/messages.ts'
import { order, startChild } from './child.ts'

/** So that a spare does not compete with the start of the process beside it, ms. */
const startAfterMs = 2_000
/** One that dies is started again after this rest, ms. */
const restMs = 10_000

type SpareOptions = {
  readonly args: readonly string[]
  readonly onLine: (line: string) => void
}

/**
 * Keeps a prepared process beside the one that works.
 *
 *   resting --> preparing --> prepared --> taken
 *      ^            |            |
 *      +---- ended -+------------+
 */
export class Spare {
  readonly #options: SpareOptions
  #timer: NodeJS.Timeout
  #child: ChildProcess | undefined
  #isPrepared = false

  constructor(options: SpareOptions) {
    this.#options = options
    this.#timer = setTimeout(() => this.#start(), startAfterMs)
  }

  /** Gives the process away when it is prepared; without one nothing is left of the spare either. */
  take(): ChildProcess | undefined {
    const child = this.#child
    if (child === undefined || !this.#isPrepared) return undefined
    child.off('exit', this.#onExit)
    child.off('message', this.#onMessage)
    return child
  }

  /** It is not needed any more. */
  dismiss(): void {
    clearTimeout(this.#timer)
    this.#child?.off('exit', this.#onExit)
    if (this.#child) order(this.#child, { order: 'stop' })
  }

  #start(): void {
    const { args, onLine } = this.#options
    this.#child = startChild([...args, spareArgument], onLine)
    this.#child.on('message', this.#onMessage)
    this.#child.once('exit', this.#onExit)
  }

  readonly #onMessage = (message: unknown): void => {
    // The boundary between two processes of one program.
    if ((message as ProcessNotice).notice === 'prepared') this.#isPrepared = true
  }

  readonly #onExit = (): void => {
    this.#child = undefined
    this.#isPrepared = false
    this.#timer = setTimeout(() => this.#start(), restMs)
  }
}

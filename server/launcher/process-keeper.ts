import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  faultExitCode,
  type ProcessNotice,
  type ProcessOrder,
  type ProcessName,
} from '../ipc/messages.ts'
import { order, startChild } from './child.ts'
import { Spare } from './spare.ts'

/*
 *          ended by itself             drain, stop            ended
 *     up ------------------> resting     up ------> leaving ------> over
 *      ^                        |        resting, or a fault before the first ready ------> over
 *      +------------------------+
 *             after the rest
 *
 * The first rest is none at all; a process that keeps dying young rests 100 ms, 200 ms … 5 s.
 */
type KeeperPhase =
  | { readonly name: 'up'; readonly child: ChildProcess; readonly bornAt: number }
  | { readonly name: 'resting'; readonly timer: NodeJS.Timeout }
  | { readonly name: 'leaving'; readonly child: ChildProcess }
  | { readonly name: 'over' }

const [firstRestMs, longestRestMs] = [100, 5_000]
/** One that lived so long has not died young. */
const grownUpMs = 10_000
/** So many deaths without ever having been ready are a fault. */
const mostFailedStarts = 5

export type KeepOptions = {
  readonly name: ProcessName
  /** Arguments of `node`. */
  readonly args: readonly string[]
  /** A second process stands by, prepared, and takes over when the first one dies. */
  readonly hasSpare?: boolean
  /** One line of its stdout. */
  readonly onLine: (line: string) => void
  /** After each start, as soon as its ports are open. */
  readonly onReady: () => void
  /** It cannot start, and is not started again. */
  readonly onFault: (sentence: string) => void
  readonly onDraining: (legs: number) => void
  /** What is meant for another process. */
  readonly onNotice?: (notice: ProcessNotice) => void
  readonly log: (fields: object, message: string) => void
}

/** Keeps one process alive until it is drained or stopped. */
export class ProcessKeeper {
  readonly #options: KeepOptions
  #phase: KeeperPhase
  #spare: Spare | undefined
  #wasReady = false
  #youngDeaths = 0
  #fault: string | undefined

  constructor(options: KeepOptions) {
    this.#options = options
    this.#phase = this.#spawn()
  }

  /** Resolves when the process has ended after its present calls. */
  async drain(): Promise<void> {
    const child = this.#leave()
    if (!child) return
    const ended = once(child, 'close')
    order(child, { order: 'drain' })
    await ended
  }

  /** Resolves when the process has ended, by force after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    const child = this.#leave()
    if (!child) return
    const ended = once(child, 'close')
    order(child, { order: 'stop' })
    const force = setTimeout(() => child.kill('SIGKILL'), graceMs)
    await ended
    clearTimeout(force)
  }

  /** Lost while there is no process. */
  tell(message: ProcessOrder): void {
    if (this.#phase.name === 'up') order(this.#phase.child, message)
  }

  /** Nothing is started again from here on; gives the process that still has to end. */
  #leave(): ChildProcess | undefined {
    const phase = this.#phase
    this.#spare?.dismiss()
    this.#spare = undefined
    if (phase.name === 'resting') clearTimeout(phase.timer)
    const child = 'child' in phase ? phase.child : undefined
    this.#phase = child ? { name: 'leaving', child } : { name: 'over' }
    return child
  }

  #spawn(): KeeperPhase {
    return this.#adopt(startChild(this.#options.args, this.#options.onLine))
  }

  /** Makes a started process the one that this keeper keeps. */
  #adopt(child: ChildProcess): KeeperPhase {
    child.on('message', (message) => this.#onNotice(message as ProcessNotice))
    child.once('close', (code, signal) => this.#afterEnd(code, signal))
    return { name: 'up', child, bornAt: performance.now() }
  }

  #takeOver(spare: ChildProcess): KeeperPhase {
    const phase = this.#adopt(spare)
    order(spare, { order: 'takeOver' })
    return phase
  }

  #onNotice(notice: ProcessNotice): void {
    if (notice.notice === 'fault') this.#fault = notice.sentence
    if (notice.notice === 'draining') this.#options.onDraining(notice.legs)
    this.#options.onNotice?.(notice)
    if (notice.notice !== 'ready') return
    this.#wasReady = true
    this.#options.onReady()
    if (this.#options.hasSpare) this.#spare ??= new Spare(this.#options)
  }

  #afterEnd(code: number | null, signal: string | null): void {
    const phase = this.#phase
    if (phase.name !== 'up') {
      this.#phase = { name: 'over' }
      return
    }
    const isYoung = performance.now() - phase.bornAt < grownUpMs
    this.#youngDeaths = isYoung ? this.#youngDeaths + 1 : 0
    const fault = this.#wasReady ? undefined : this.#faultAfter(code)
    if (fault === undefined) this.#startAgain(code, signal)
    else {
      this.#phase = { name: 'over' }
      this.#options.onFault(fault)
    }
  }

  /** Why it is useless to start again a process that was never ready; undefined when it is not. */
  #faultAfter(code: number | null): string | undefined {
    const { name } = this.#options
    if (code === faultExitCode) return this.#fault ?? `${name} cannot start: its reason is above.`
    return this.#youngDeaths >= mostFailedStarts
      ? `${name} ended ${this.#youngDeaths} times before it was ready: its error is above.`
      : undefined
  }

  #startAgain(code: number | null, signal: string | null): void {
    const { name, log } = this.#options
    const spare = this.#spare?.take()
    if (spare) {
      this.#spare = undefined
      log({ child: name, code, signal }, `${name} ended, its spare takes over`)
      this.#phase = this.#takeOver(spare)
      return
    }
    const restMs =
      this.#youngDeaths < 2
        ? 0
        : Math.min(firstRestMs * 2 ** (this.#youngDeaths - 2), longestRestMs)
    log({ child: name, code, signal, restMs }, `${name} ended, starting it again`)
    this.#phase = {
      name: 'resting',
      timer: setTimeout(() => (this.#phase = this.#spawn()), restMs),
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { MediaRefusal } from '../media.ts'
import type { WebRtcOptions } from './web-party.ts'
import { LastingWorker, type RelayWorker } from './webrtc-worker.ts'

/** A caller waits no longer for a worker. */
const startLimitMs = 3000

/** Several mediasoup processes, each on a core of its own where there is one. */
export class RelayWorkers {
  readonly #workers: readonly LastingWorker[]

  constructor(options: WebRtcOptions) {
    this.#workers = Array.from({ length: options.workers }, () => new LastingWorker(options))
  }

  /** Resolves when all run for the first time; rejects when one cannot. */
  async started(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.next))
  }

  /**
   * A place in the worker with the fewest paths; while none runs, in the first that does. Whoever leaves lowers its
   * load. Throws MediaRefusal when it takes too long.
   */
  async enter(): Promise<RelayWorker> {
    const worker = this.#least() ?? (await this.#first())
    worker.load++
    return worker
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()))
  }

  #least(): RelayWorker | undefined {
    const running = this.#workers.flatMap(({ running }) => running ?? [])
    const [first, ...others] = running
    if (first === undefined) return undefined
    return others.reduce((least, other) => (other.load < least.load ? other : least), first)
  }

  #first(): Promise<RelayWorker> {
    const limit = new AbortController()
    const tooLong = sleep(startLimitMs, undefined, { signal: limit.signal }).then(() => {
      throw new MediaRefusal('overloaded', 'no WebRTC worker')
    })
    const next = Promise.any(this.#workers.map((worker) => worker.next))
    return Promise.race([next, tooLong]).finally(() => limit.abort())
  }
}

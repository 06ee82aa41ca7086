import { setTimeout as sleep } from 'node:timers/promises'
import { MediaRefusal } from '../refusal.ts'
import { LastingWorker, type RelayOptions, type RelayWorker } from './webrtc-worker.ts'

/** A caller waits no longer for a worker. */
const startLimitMs = 3000

/** Several mediasoup processes, each on a core of its own where there is one. */
export class RelayWorkers {
  readonly #workers: readonly LastingWorker[]

  private constructor(count: number, options: RelayOptions) {
    this.#workers = Array.from({ length: count }, () => new LastingWorker(options))
  }

  /** Resolves when all run for the first time; rejects when one cannot, such as when no port is free. */
  static async start(count: number, options: RelayOptions): Promise<RelayWorkers> {
    const workers = new RelayWorkers(count, options)
    try {
      await Promise.all(workers.#workers.map((worker) => worker.next))
      return workers
    } catch (error) {
      await workers.stop()
      throw error
    }
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

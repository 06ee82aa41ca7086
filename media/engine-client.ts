import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { LegId } from '../core/names.ts'
import type { EngineOrder, EnginePort, EngineReport, EngineSettings } from './engine-messages.ts'
import type { MediaFact } from './facts.ts'
import type { PacketKind } from './packets/open-packet-ports.ts'
import { MediaRefusal } from './refusal.ts'

/** Pairs of ports that are open before anybody asks, so that a leg need not wait for the thread. */
const stockedPairs = 16

type PortRequest = {
  readonly leg: LegId
  readonly resolve: (port: EnginePort) => void
  readonly reject: (error: Error) => void
}

type EngineListener = {
  readonly onFact: (fact: MediaFact) => void
  /** A fault ended the running thread, and with it the sound of all its legs. */
  readonly onDied: () => void
  /** The thread runs, on these sockets; `why` they are not the wanted ones. */
  readonly onStarted?: (packets: PacketKind, why: string | undefined) => void
}

/**
 * The main thread's end of one engine thread. The legs of one contact share a thread, since they hear each other;
 * for now one thread serves them all.
 */
export class EngineClient {
  readonly #listener: EngineListener
  readonly #stock: EnginePort[] = []
  /** Pairs asked for and not yet there. */
  #asked = 0
  /** Legs that wait for a port, in order. */
  readonly #openings: PortRequest[] = []
  readonly #reopenings = new Map<LegId, PortRequest>()
  readonly #worker: Worker
  #phase: 'starting' | 'running' | 'dead' = 'starting'
  #stopped: (() => void) | undefined

  constructor(settings: EngineSettings, listener: EngineListener) {
    this.#listener = listener
    this.#worker = new Worker(new URL('./engine-worker.mjs', import.meta.url), {
      workerData: settings,
    })
    this.#worker.on('message', (report: EngineReport) => this.#take(report))
    this.#worker.on('error', (error: unknown) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
      this.#listener.onFact({ type: 'media.faulted', reason: 'media-worker-died', detail: reason })
    })
    this.#worker.on('exit', () => this.#exited())
    this.#replenish()
  }

  /** Resolves when the thread runs; rejects when it cannot start. */
  async ready(): Promise<void> {
    await once(this.#worker, 'message')
  }

  /** Throws MediaRefusal when no port is free. */
  open(leg: LegId): Promise<EnginePort> {
    if (this.#phase === 'dead')
      return Promise.reject(new MediaRefusal('overloaded', 'the media engine died'))
    const stocked = this.#stock.shift()
    if (stocked !== undefined) this.order({ do: 'open', leg, port: stocked.port })
    const opening =
      stocked ??
      new Promise<EnginePort>((resolve, reject) => {
        this.#openings.push({ leg, resolve, reject })
      })
    this.#replenish()
    return Promise.resolve(opening)
  }

  /** The port that the leg had in a process that died. Throws MediaRefusal when it is not free. */
  reopen(leg: LegId, port: number): Promise<EnginePort> {
    return new Promise((resolve, reject) => {
      this.#reopenings.set(leg, { leg, resolve, reject })
      this.order({ do: 'reopen', leg, port })
    })
  }

  order(order: EngineOrder): void {
    this.#worker.postMessage(order, order.do === 'recordTo' ? [order.line.port] : [])
  }

  /** Resolves when the recordings are handed over and the thread is gone. */
  async stop(): Promise<void> {
    if (this.#phase === 'dead') return
    await new Promise<void>((resolve) => {
      this.#stopped = resolve
      this.order({ do: 'stop' })
    })
    await this.#worker.terminate()
  }

  #take(report: EngineReport): void {
    switch (report.type) {
      case 'ready':
        this.#phase = 'running'
        this.#listener.onStarted?.(report.packets, report.why)
        break
      case 'stocked':
        this.#fill(report)
        break
      case 'reopened':
        this.#conclude(report)
        break
      case 'stopped':
        this.#stopped?.()
        break
      default:
        this.#listener.onFact(report)
    }
  }

  #replenish(): void {
    const pairs = stockedPairs + this.#openings.length - this.#stock.length - this.#asked
    if (pairs <= 0) return
    this.#asked += pairs
    this.order({ do: 'stock', pairs })
  }

  #fill({ wanted, pairs, why }: Extract<EngineReport, { type: 'stocked' }>): void {
    this.#asked -= wanted
    for (const pair of pairs) {
      const opening = this.#openings.shift()
      if (opening === undefined) this.#stock.push(pair)
      else {
        this.order({ do: 'open', leg: opening.leg, port: pair.port })
        opening.resolve(pair)
      }
    }
    // An answer that is still to come was asked for later, and ports may have been freed meanwhile.
    if (why === undefined || this.#asked > 0) return
    for (const { leg } of this.#openings)
      this.#listener.onFact({ type: 'media.faulted', reason: 'no-free-port', leg, detail: why })
    this.#refuse(why)
  }

  #conclude({ leg, end }: Extract<EngineReport, { type: 'reopened' }>): void {
    const opening = this.#reopenings.get(leg)
    this.#reopenings.delete(leg)
    if (end) opening?.resolve(end)
    else opening?.reject(new MediaRefusal('overloaded', 'the port of before is taken'))
  }

  /** Refuses all who wait for a port. */
  #refuse(why: string): void {
    for (const { reject } of this.#reopenings.values()) reject(new MediaRefusal('overloaded', why))
    this.#reopenings.clear()
    for (const { reject } of this.#openings.splice(0)) reject(new MediaRefusal('overloaded', why))
  }

  #exited(): void {
    this.#refuse('the media engine died')
    const was = this.#phase
    this.#phase = 'dead'
    this.#stopped?.()
    if (was === 'running' && this.#stopped === undefined) this.#listener.onDied()
  }
}

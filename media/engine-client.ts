import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { LegId } from '../core/names.ts'
import { type MediaFact, MediaRefusal } from './media.ts'
import type { EngineOrder, EngineReport, EngineSettings } from './orders.ts'

/** A leg's end of the wire: its RTP port, and the SSRC of all that is sent from there. */
export type EnginePort = { readonly port: number; readonly ssrc: number }

type Opening = { resolve: (port: EnginePort) => void; reject: (error: Error) => void }

export type EngineListener = {
  readonly onFact: (fact: MediaFact) => void
  /** A fault ended the running thread, and with it the sound of all its legs. */
  readonly onDied: () => void
}

/**
 * The main thread's end of one engine thread. The legs of one contact share a thread, since they hear each other;
 * for now one thread serves them all.
 */
export class EngineClient {
  readonly #listener: EngineListener
  readonly #openings = new Map<LegId, Opening>()
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
  }

  /** Resolves when the thread runs; rejects when it cannot start. */
  async ready(): Promise<void> {
    await once(this.#worker, 'message')
  }

  /** Throws MediaRefusal when no port is free. */
  open(leg: LegId): Promise<EnginePort> {
    if (this.#phase === 'dead')
      return Promise.reject(new MediaRefusal('overloaded', 'the media engine died'))
    return new Promise((resolve, reject) => {
      this.#openings.set(leg, { resolve, reject })
      this.order({ do: 'open', leg })
    })
  }

  order(order: EngineOrder): void {
    this.#worker.postMessage(order)
  }

  /** Resolves when the recordings are written and the thread is gone. */
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
        break
      case 'opened':
        this.#openings.get(report.leg)?.resolve(report)
        this.#openings.delete(report.leg)
        break
      case 'refused':
        this.#refuse(report.leg, report.why)
        break
      case 'stopped':
        this.#stopped?.()
        break
      default:
        this.#listener.onFact(report)
    }
  }

  #refuse(leg: LegId, why: string): void {
    this.#openings.get(leg)?.reject(new MediaRefusal('overloaded', why))
    this.#openings.delete(leg)
  }

  #exited(): void {
    for (const leg of [...this.#openings.keys()]) this.#refuse(leg, 'the media engine died')
    const was = this.#phase
    this.#phase = 'dead'
    this.#stopped?.()
    if (was === 'running' && this.#stopped === undefined) this.#listener.onDied()
  }
}

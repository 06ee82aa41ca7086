import { setTimeout as pass } from 'node:timers/promises'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import type { RecordingId } from '../../core/names.ts'
import type {
  RecorderFact,
  RecorderLine,
  RecorderOrder,
  RecorderReport,
} from './recorder-frames.ts'
import type { RecordingSettings } from './recording-file.ts'

type Connect = (line: RecorderLine) => void

/** A recorder that dies again and again is started once a second. */
const restMs = 1000

/** The main thread's end of the recorder. One that dies is replaced, and its successor mends what it left. */
export class RecorderClient {
  readonly #settings: RecordingSettings
  readonly #onFact: (fact: RecorderFact) => void
  readonly #users = new Set<Connect>()
  #worker: Worker
  #isStopping = false
  #gone: (() => void) | undefined

  constructor(settings: RecordingSettings, onFact: (fact: RecorderFact) => void) {
    this.#settings = settings
    this.#onFact = onFact
    this.#worker = this.#start()
  }

  /** Files that a crash cut off are finished and told, but for those of recordings that go on: these are written on. */
  mend(goOn: readonly RecordingId[]): void {
    this.#order({ do: 'mend', goOn })
  }

  /** `connect` is given a line at once, and another one whenever the recorder had to be replaced. */
  attach(connect: Connect): () => void {
    this.#users.add(connect)
    this.#connect(connect)
    return () => this.#users.delete(connect)
  }

  /** Resolves when all is written that came over lines; these must be closed, or about to be. */
  async stop(): Promise<void> {
    this.#isStopping = true
    // It died a moment ago, and none has taken its place.
    if (this.#worker.threadId === -1) return
    await new Promise<void>((resolve) => {
      this.#gone = resolve
      this.#order({ do: 'stop' })
    })
    await this.#worker.terminate()
  }

  #start(): Worker {
    const worker = new Worker(new URL('./recorder-worker.mjs', import.meta.url), {
      workerData: this.#settings,
    })
    worker.on('message', (report: RecorderReport) => this.#take(report))
    worker.on('error', (error: unknown) => {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
      this.#onFact({ type: 'media.faulted', reason: 'media-worker-died', detail })
    })
    worker.on('exit', () => void this.#replace())
    return worker
  }

  #take(report: RecorderReport): void {
    if (report.type === 'stopped') this.#gone?.()
    else this.#onFact(report)
  }

  async #replace(): Promise<void> {
    this.#gone?.()
    if (!this.#isStopping) await pass(restMs)
    if (this.#isStopping) return
    this.#worker = this.#start()
    this.mend([])
    for (const connect of this.#users) this.#connect(connect)
  }

  #connect(connect: Connect): void {
    const { port1, port2 } = new MessageChannel()
    const handled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    this.#order({ do: 'connect', port: port1, handled }, port1)
    connect({ port: port2, handled })
  }

  #order(order: RecorderOrder, port?: MessagePort): void {
    this.#worker.postMessage(order, port ? [port] : [])
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import * as mediasoup from 'mediasoup'
import type {
  Router,
  RouterRtpCodecCapability,
  TransportListenInfo,
  WebRtcServer,
  Worker,
} from 'mediasoup/types'
import { offered, rtpCodecOf, type WebCodec } from './web-codecs.ts'

export type RelayOptions = {
  /** Address for ICE and toward the engine. */
  readonly host: string
  /** The address that browsers reach instead, where a NAT stands before `host`. */
  readonly announced?: string | undefined
  readonly rtpPortMin: number
  readonly rtpPortMax: number
  readonly onAlarm: (reason: string) => void
}

/** One mediasoup process that relays: browsers reach it on one UDP and one TCP port. */
export class RelayWorker {
  readonly browsers: WebRtcServer
  /** How a socket toward the engine is opened. */
  readonly towardEngine: TransportListenInfo
  /** Paths through it. */
  load = 0
  readonly #worker: Worker
  /** By Opus's payload type: a consumer's is always its router's. */
  readonly #routers = new Map<number, Promise<Router>>()

  private constructor(worker: Worker, browsers: WebRtcServer, towardEngine: TransportListenInfo) {
    this.#worker = worker
    this.browsers = browsers
    this.towardEngine = towardEngine
  }

  static async start(options: RelayOptions, onDied: (worker: RelayWorker) => void) {
    const { host, announced, rtpPortMin, rtpPortMax } = options
    const worker = await mediasoup.createWorker({ logLevel: 'warn' })
    const listen = (protocol: 'udp' | 'tcp'): TransportListenInfo => ({
      protocol,
      ip: host,
      portRange: { min: rtpPortMin, max: rtpPortMax },
    })
    const outside = announced === undefined ? {} : { announcedAddress: announced }
    try {
      const browsers = await worker.createWebRtcServer({
        listenInfos: [
          { ...listen('udp'), ...outside },
          { ...listen('tcp'), ...outside },
        ],
      })
      const relay = new RelayWorker(worker, browsers, listen('udp'))
      worker.once('died', () => onDied(relay))
      return relay
    } catch (error) {
      worker.close()
      throw error
    }
  }

  /** False as soon as it died, also before anybody was told. */
  get isRunning(): boolean {
    return !this.#worker.closed
  }

  get pid(): number {
    return this.#worker.pid
  }

  /** One that knows Opus by this payload type. */
  router(opusPayloadType: number): Promise<Router> {
    let router = this.#routers.get(opusPayloadType)
    if (router === undefined) {
      router = this.#worker.createRouter({ mediaCodecs: mediaCodecs(opusPayloadType) })
      this.#routers.set(opusPayloadType, router)
    }
    return router
  }

  close(): void {
    this.#worker.close()
  }
}

function mediaCodecs(opusPayloadType: number): RouterRtpCodecCapability[] {
  const opus = { ...offered('opus'), payloadType: opusPayloadType }
  const known: readonly WebCodec[] = [offered('pcmu'), offered('pcma'), opus]
  return known.map((codec) => {
    const { payloadType, ...rest } = rtpCodecOf(codec)
    return { kind: 'audio', ...rest, preferredPayloadType: payloadType }
  })
}

const [firstRetryMs, lastRetryMs] = [250, 15_000]

/** A worker that is started anew whenever it dies. */
export class LastingWorker {
  readonly #options: RelayOptions
  #worker: Promise<RelayWorker>
  #running: RelayWorker | undefined
  #isStopped = false

  constructor(options: RelayOptions) {
    this.#options = options
    this.#worker = this.#start()
  }

  /** The present worker; while it is being replaced, the next. Rejects when the first cannot start. */
  get next(): Promise<RelayWorker> {
    return this.#worker
  }

  get running(): RelayWorker | undefined {
    return this.#running?.isRunning === true ? this.#running : undefined
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    const worker = await this.#worker.catch(() => undefined)
    worker?.close()
  }

  async #start(): Promise<RelayWorker> {
    this.#running = await RelayWorker.start(this.#options, (dead) => this.#replace(dead))
    return this.#running
  }

  #replace({ pid, load }: RelayWorker): void {
    if (this.#isStopped) return
    this.#options.onAlarm(`WebRTC worker ${pid} died with ${load} legs`)
    this.#worker = this.#startAgain()
    this.#worker.catch(() => undefined) // whoever asks for the worker hears of it
  }

  async #startAgain(): Promise<RelayWorker> {
    for (let wait = firstRetryMs; ; wait = Math.min(wait * 2, lastRetryMs)) {
      try {
        return await this.#start()
      } catch (error) {
        if (this.#isStopped) throw error
        this.#options.onAlarm('a WebRTC worker does not start')
        await sleep(wait, undefined, { ref: false })
      }
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import * as mediasoup from 'mediasoup'
import type { Router, TransportListenInfo, WebRtcServer } from 'mediasoup/types'
import { MediaRefusal } from './media.ts'
import type { WebRtcOptions } from './web-party.ts'

/** One mediasoup process that relays: browsers reach it on one UDP and one TCP port. */
export type RelayWorker = {
  readonly router: Router
  readonly browsers: WebRtcServer
  /** How a socket toward the engine is opened. */
  readonly towardEngine: TransportListenInfo
  close(): void
}

/** The one codec on both sides, so that nothing is transcoded. */
export const pcmu = {
  kind: 'audio',
  mimeType: 'audio/PCMU',
  preferredPayloadType: 0,
  clockRate: 8000,
  channels: 1,
} as const

export async function startWorker(
  { host, rtpPortMin, rtpPortMax }: WebRtcOptions,
  onDied: () => void,
): Promise<RelayWorker> {
  const worker = await mediasoup.createWorker({ logLevel: 'warn' })
  worker.once('died', onDied)
  const listen = (protocol: 'udp' | 'tcp'): TransportListenInfo => ({
    protocol,
    ip: host,
    portRange: { min: rtpPortMin, max: rtpPortMax },
  })
  try {
    const browsers = await worker.createWebRtcServer({
      listenInfos: [listen('udp'), listen('tcp')],
    })
    const router = await worker.createRouter({ mediaCodecs: [pcmu] })
    return { router, browsers, towardEngine: listen('udp'), close: () => worker.close() }
  } catch (error) {
    worker.close()
    throw error
  }
}

const [firstRetryMs, lastRetryMs] = [250, 15_000]
/** A caller waits no longer for a worker. */
const startLimitMs = 3000

/** A worker that is started anew whenever it dies. */
export class LastingWorker {
  readonly #options: WebRtcOptions
  #worker: Promise<RelayWorker>
  #isStopped = false

  constructor(options: WebRtcOptions) {
    this.#options = options
    this.#worker = this.#start()
  }

  /** Resolves when the first worker runs; rejects when it cannot. */
  async started(): Promise<void> {
    await this.#worker
  }

  /** The present worker; while it is being replaced, the next. Throws MediaRefusal when that takes too long. */
  async get(): Promise<RelayWorker> {
    const limit = new AbortController()
    const tooLong = sleep(startLimitMs, undefined, { signal: limit.signal }).then(() => {
      throw new MediaRefusal('overloaded', 'no WebRTC worker')
    })
    return Promise.race([this.#worker, tooLong]).finally(() => limit.abort())
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    const worker = await this.#worker.catch(() => undefined)
    worker?.close()
  }

  #start(): Promise<RelayWorker> {
    return startWorker(this.#options, () => {
      if (this.#isStopped) return
      this.#options.onAlarm('webrtc-worker-died')
      this.#worker = this.#startAgain()
      this.#worker.catch(() => undefined) // whoever asks for the worker hears of it
    })
  }

  async #startAgain(): Promise<RelayWorker> {
    for (let wait = firstRetryMs; ; wait = Math.min(wait * 2, lastRetryMs)) {
      try {
        return await this.#start()
      } catch (error) {
        if (this.#isStopped) throw error
        this.#options.onAlarm('webrtc-worker-failed')
        await sleep(wait, undefined, { ref: false })
      }
    }
  }
}

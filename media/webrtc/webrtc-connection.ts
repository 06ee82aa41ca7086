import type { NetworkFigures } from '../engine/network-figures.ts'
import type { LegStranded } from '../facts.ts'
import { MediaRefusal } from '../refusal.ts'
import type { WebCodec } from './web-codecs.ts'
import { joined } from './webrtc-figures.ts'
import { type EngineEnd, type RelayEnd, WebPath } from './webrtc-path.ts'
import type { BrowserSdp } from './webrtc-sdp.ts'
import type { RelayWorkers } from './webrtc-workers.ts'

/** From the browser's description to the end of its DTLS handshake. */
const connectLimitMs = 15_000
/** A browser that says goodbye closes DTLS in the same moment; its BYE takes the longer way and shall come first. */
const farewellMs = 300

type ConnectionOptions = {
  readonly workers: RelayWorkers
  readonly engine: EngineEnd
  /** False while the browser has said nothing: it cannot be led over another path. */
  readonly canBeOffered: () => boolean
  /** The path is gone while the browser may be there: its ICE consent expired (RFC 7675), or its worker died. */
  readonly onStranded: (why: LegStranded['reason']) => void
  /** The browser is gone: DTLS failed, or closed 300 ms ago (a BYE may come with it); or it never connected. */
  readonly onLost: () => void
}

/**
 * A browser's way to the engine, over one path after another.
 *
 *   waiting --relay--> connecting --ICE, DTLS--> up --consent expired, worker died--> stranded
 *                        ^   |                   |                                       |
 *                        |   +-- too late        +-- DTLS closed or failed               |
 *                        |   v                   v                                       |
 *                        |  lost                lost                                     |
 *                        +------------- another path, or ICE restarted, and relay -------+
 */
export class WebRtcConnection {
  readonly #options: ConnectionOptions
  #path: WebPath | undefined
  #isStranded = false
  /** Of paths that are no more, and of the whole leg as last seen. */
  #before: NetworkFigures | undefined
  #figures: NetworkFigures | undefined
  /** Runs while the browser has yet to connect, or has just closed. */
  #limit: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  get isStranded(): boolean {
    return this.#isStranded
  }

  get isPathOpen(): boolean {
    return this.#path?.isOpen === true
  }

  /** The present one. Throws before the first. */
  get path(): WebPath {
    if (this.#path === undefined) throw new Error('there is no path yet')
    return this.#path
  }

  /** A path in the place of the present one, whose worker knows Opus by this payload type; once more where that dies meanwhile. */
  async openPath(opus: number): Promise<void> {
    const path = await this.#tryPath(opus).catch(async (error: unknown) => {
      if (error instanceof MediaRefusal || this.#isClosed) throw error
      return this.#tryPath(opus)
    })
    const former = this.#path
    this.#path = path
    this.#before = this.#figures
    former?.close()
  }

  /** Relays in this codec as the browser said; gives the end toward the engine. */
  async relay(codec: WebCodec, said: BrowserSdp): Promise<RelayEnd> {
    const { path } = this
    this.#isStranded = false
    if (path.state !== 'up') this.#loseAfter(connectLimitMs)
    if (!path.isConnected) await path.connect(said)
    return path.relay(codec, said)
  }

  strand(why: LegStranded['reason']): void {
    clearTimeout(this.#limit)
    if (this.#isClosed || this.#isStranded || !this.#options.canBeOffered()) return
    this.#isStranded = true
    this.#options.onStranded(why)
  }

  /** What the browser's RTCP and ours say about the network between us; undefined before any sound. */
  async measure(): Promise<NetworkFigures | undefined> {
    const now = await this.#path?.measure().catch(() => undefined)
    if (now !== undefined) this.#figures = joined(this.#before, now)
    return this.#figures
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#limit)
    this.#path?.close()
  }

  async #tryPath(opus: number): Promise<WebPath> {
    const { workers, engine } = this.#options
    const path: WebPath = await WebPath.open(await workers.enter(), opus, engine, {
      onChange: () => {
        if (path === this.#path) this.#watch(path)
      },
      onWorkerDied: () => {
        if (path === this.#path) this.strand('media-worker-died')
      },
    })
    if (path.isOpen && !this.#isClosed) return path
    path.close()
    throw new Error('the worker died, or the leg was closed, while it was being opened')
  }

  #watch({ state }: WebPath): void {
    if (state === 'up') {
      clearTimeout(this.#limit)
      this.#isStranded = false
    }
    if (state === 'failed') this.#lose()
    if (state === 'closed') this.#loseAfter(farewellMs)
    if (state === 'disconnected') this.strand('path-lost')
  }

  #lose(): void {
    if (this.#isClosed) return
    clearTimeout(this.#limit)
    this.#options.onLost()
  }

  #loseAfter(ms: number): void {
    clearTimeout(this.#limit)
    this.#limit = setTimeout(() => this.#lose(), ms)
  }
}

import type { NetworkFigures } from '../engine/network-figures.ts'
import { MediaRefusal } from '../media.ts'
import { offered, type WebCodec } from './web-codecs.ts'
import type { EngineEnd, PathLoss, RelayEnd, WebAnswer, WebMemo } from './web-party.ts'
import { joined } from './webrtc-figures.ts'
import { WebPath } from './webrtc-path.ts'
import { type BrowserSdp, readBrowserSdp } from './webrtc-sdp.ts'
import {
  answerTo,
  firstSections,
  type OurEnd,
  writeAnswer,
  writeOffer,
} from './webrtc-sdp-writer.ts'
import type { RelayWorkers } from './webrtc-workers.ts'

/** From the browser's description to the end of its DTLS handshake. */
const connectLimitMs = 15_000
/** A browser that says goodbye closes DTLS in the same moment; its BYE takes the longer way and shall come first. */
const farewellMs = 300

type WebLegOptions = {
  readonly workers: RelayWorkers
  readonly engine: EngineEnd
  /** What may be spoken, in our order. */
  readonly codecs: readonly WebCodec[]
  readonly onStranded: (why: PathLoss) => void
  readonly onLost: () => void
}

/**
 * One browser, whatever path its sound takes.
 *
 *   offer --> waiting --accept--> connecting --ICE, DTLS--> up --consent expired, worker died--> stranded
 *   answer -----------------------^  ^                                                           |     |
 *                                    +--------- reoffer and accept, or reanswer -----------------+     |
 *   lost <-- DTLS closed or failed, never connected                                 close <-----------+
 */
export class WebLeg {
  readonly #options: WebLegOptions
  #sessionId = Math.floor(Math.random() * 2 ** 48)
  #version = 0
  #path: WebPath | undefined
  /** What the browser said last. */
  #said: BrowserSdp | undefined
  #codec: WebCodec | undefined
  #isStranded = false
  /** Of paths that are no more, and of the whole leg as last seen. */
  #before: NetworkFigures | undefined
  #figures: NetworkFigures | undefined
  /** Runs while the browser has yet to connect, or has just closed. */
  #limit: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: WebLegOptions) {
    this.#options = options
  }

  async answer(offer: string): Promise<WebAnswer> {
    const said = readBrowserSdp(offer)
    await this.#openPath(said)
    return this.#answer(said)
  }

  async offer(): Promise<string> {
    await this.#openPath()
    const { codecs } = this.#options
    return writeOffer(this.#end(), { sections: firstSections, codecs, direction: 'sendrecv' })
  }

  async accept(answer: string): Promise<RelayEnd> {
    const said = readBrowserSdp(answer)
    const isFirst = this.#said === undefined
    const path = opened(this.#path)
    if (path.isOpen) return this.#relay(said)
    if (!isFirst) throw new MediaRefusal('overloaded', 'the WebRTC worker died again')
    // The worker died while the browser rang: it has something to be offered only now.
    this.#said = said
    this.#codec = this.#choose(said)
    setImmediate(() => this.#strand('media-worker-died'))
    return { ...path.engineEnd, codec: this.#codec }
  }

  async reanswer(offer: string): Promise<WebAnswer> {
    const before = opened(this.#said)
    const said = readBrowserSdp(offer)
    const path = opened(this.#path)
    // Another fingerprint is another peer connection: the page made a new one for the same dialog.
    if (!path.isOpen || before.fingerprint.value !== said.fingerprint.value)
      await this.#openPath(said)
    else if (before.ufrag !== said.ufrag) await path.restartIce()
    return this.#answer(said)
  }

  async reoffer(): Promise<string | undefined> {
    const said = this.#said
    if (!this.#isStranded || said === undefined) return undefined
    if (this.#path?.isOpen) await this.#path.restartIce()
    else await this.#openPath(said)
    const [codecs, direction] = [[opened(this.#codec)], answerTo(said.direction)]
    return writeOffer(this.#end(), { sections: said.sections, codecs, direction })
  }

  memo(): WebMemo | undefined {
    const [session, version, said] = [this.#sessionId, this.#version, this.#said]
    return said && { session, version, said }
  }

  /** It had a path in a process that died. */
  takeUp({ session, version, said }: WebMemo): void {
    this.#sessionId = session
    this.#version = version
    this.#said = said
    this.#codec = this.#choose(said)
    setImmediate(() => this.#strand('media-worker-died'))
  }

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

  async #answer(said: BrowserSdp): Promise<WebAnswer> {
    const relay = await this.#relay(said)
    const { sections, direction } = said
    const codecs = [relay.codec]
    return {
      sdp: writeAnswer(this.#end(), { sections, codecs, direction: answerTo(direction) }),
      relay,
    }
  }

  /** Does as the browser said. */
  async #relay(said: BrowserSdp): Promise<RelayEnd> {
    const path = opened(this.#path)
    const codec = this.#choose(said)
    this.#said = said
    this.#codec = codec
    this.#isStranded = false
    if (path.state !== 'up') this.#loseAfter(connectLimitMs)
    if (!path.isConnected) await path.connect(said)
    return path.relay(codec, said)
  }

  /** The first of ours that the browser speaks too; one that is spoken already stays. */
  #choose({ codecs }: BrowserSdp): WebCodec {
    const present = codecs.find(({ payloadType }) => payloadType === this.#codec?.payloadType)
    const common = this.#options.codecs.flatMap(
      (ours) => codecs.find(({ name }) => name === ours.name) ?? [],
    )
    const chosen = present ?? common[0]
    if (chosen === undefined) throw new MediaRefusal('no-common-codec', 'no codec in common')
    return chosen
  }

  /** Once more where the worker dies meanwhile. */
  async #openPath(said?: BrowserSdp): Promise<void> {
    const opus = said?.codecs.find(({ name }) => name === 'opus') ?? offered('opus')
    const path = await this.#tryPath(opus.payloadType).catch(async (error: unknown) => {
      if (error instanceof MediaRefusal || this.#isClosed) throw error
      return this.#tryPath(opus.payloadType)
    })
    const former = this.#path
    this.#path = path
    this.#before = this.#figures
    former?.close()
  }

  async #tryPath(opus: number): Promise<WebPath> {
    const { workers, engine } = this.#options
    const path: WebPath = await WebPath.open(await workers.enter(), opus, engine, {
      onChange: () => {
        if (path === this.#path) this.#watch(path)
      },
      onWorkerDied: () => {
        if (path === this.#path) this.#strand('media-worker-died')
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
    if (state === 'disconnected') this.#strand('path-lost')
  }

  #strand(why: PathLoss): void {
    clearTimeout(this.#limit)
    // A browser that has said nothing yet cannot be offered anything either.
    if (this.#isClosed || this.#isStranded || this.#said === undefined) return
    this.#isStranded = true
    this.#options.onStranded(why)
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

  #end(): OurEnd {
    return { sessionId: this.#sessionId, version: ++this.#version, ...opened(this.#path).end }
  }
}

/** What the opening made. */
function opened<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('the leg is not open')
  return part
}

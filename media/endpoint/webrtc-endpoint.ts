import { setTimeout as sleep } from 'node:timers/promises'
import type { LegStranded } from '../facts.ts'
import { MediaRefusal } from '../refusal.ts'
import { offered, type WebCodec, type WebCodecName } from '../webrtc/web-codecs.ts'
import { WebRtcConnection } from '../webrtc/webrtc-connection.ts'
import type { RelayEnd } from '../webrtc/webrtc-path.ts'
import {
  answerTo,
  firstSections,
  type OurEnd,
  writeAnswer,
  writeOffer,
} from '../webrtc/webrtc-sdp-writer.ts'
import { type BrowserSdp, readBrowserSdp } from '../webrtc/webrtc-sdp.ts'
import type { RelayWorkers } from '../webrtc/webrtc-workers.ts'
import {
  type EndpointCheckpoint,
  type EndpointOptions,
  type MediaEndpoint,
  opening,
  type WebRtcCheckpoint,
} from './endpoint.ts'

/** RTCP reports of a browser come about every 5 s. */
const measureMs = 10_000
/** A worker answers at once; one that hangs shall not keep a leg. */
const lastMeasureMs = 1000

type WebRtcEndpointOptions = EndpointOptions & {
  readonly workers: RelayWorkers
  /** In the order in which we would rather speak. */
  readonly codecs: readonly WebCodecName[]
  /** The path is gone while the browser may be there: `reoffer`, or an offer of the browser, leads it over another. */
  readonly onStranded: (reason: LegStranded['reason']) => void
  /** The browser is gone. */
  readonly onLost: () => void
}

/**
 * Toward a browser: ICE, DTLS and SRTP end in a relay of mediasoup, and the engine sees plain RTP in the browser's
 * codec. SDP follows the profile UDP/TLS/RTP/SAVPF (RFC 5764) with ICE-lite (RFC 8445).
 */
export class WebRtcEndpoint implements MediaEndpoint {
  readonly #options: WebRtcEndpointOptions
  /** RFC 8866 section 5.2: numeric, and one for the life of the leg. */
  #session = Math.floor(Math.random() * 2 ** 48)
  #version = 0
  #connection: WebRtcConnection | undefined
  /** What the browser said last. */
  #said: BrowserSdp | undefined
  #codec: WebCodec | undefined
  /** Where the engine sends. */
  #relay: RelayEnd | undefined
  #measuring: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: WebRtcEndpointOptions) {
    this.#options = options
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  answer(offer: string): Promise<string> {
    return opening(this, async () => {
      const said = readBrowserSdp(offer)
      const connection = await this.#open()
      await connection.openPath(opusOf(said))
      return this.#answer(said)
    })
  }

  offer(): Promise<string> {
    return opening(this, async () => {
      const connection = await this.#open()
      await connection.openPath(opusOf())
      const codecs = this.#options.codecs.map(offered)
      return writeOffer(this.#end(), { sections: firstSections, codecs, direction: 'sendrecv' })
    })
  }

  resume(checkpoint: EndpointCheckpoint): Promise<void> {
    return opening(this, async () => {
      if (checkpoint.kind !== 'web') throw new MediaRefusal('bad-offer', 'it was no browser')
      const { session, version, said } = checkpoint
      await this.#open()
      this.#session = session
      this.#version = version
      this.#strandWith(said)
    })
  }

  async accept(answer: string): Promise<void> {
    const { path } = this.#opened()
    const said = readBrowserSdp(answer)
    const isFirst = this.#said === undefined
    if (path.isOpen) {
      await this.#follow(said)
      return
    }
    if (!isFirst) throw new MediaRefusal('overloaded', 'the WebRTC worker died again')
    // The worker died while the browser rang: it has something to be offered only now.
    this.#agree({ ...path.engineEnd, codec: this.#strandWith(said) })
  }

  async reanswer(offer: string): Promise<string> {
    const connection = this.#opened()
    const before = this.#said
    const said = readBrowserSdp(offer)
    // Another fingerprint is another peer connection: the page made a new one for the same dialog.
    const isSamePeer = before?.fingerprint.value === said.fingerprint.value
    if (!connection.isPathOpen || !isSamePeer) await connection.openPath(opusOf(said))
    else if (before.ufrag !== said.ufrag) await connection.path.restartIce()
    return this.#answer(said)
  }

  async reoffer(): Promise<string | undefined> {
    const connection = this.#opened()
    const [said, codec] = [this.#said, this.#codec]
    if (!connection.isStranded || said === undefined || codec === undefined) return undefined
    if (connection.isPathOpen) await connection.path.restartIce()
    else await connection.openPath(opusOf(said))
    const { sections, direction } = said
    return writeOffer(this.#end(), { sections, codecs: [codec], direction: answerTo(direction) })
  }

  checkpoint(): WebRtcCheckpoint | undefined {
    const [session, version, said] = [this.#session, this.#version, this.#said]
    return said && { kind: 'web', session, version, said }
  }

  /** The engine concludes its figures with the last ones from the network. */
  close(): void {
    this.#isClosed = true
    const { leg, engine, onClosed } = this.#options
    clearInterval(this.#measuring)
    const measured = this.#measure()
    this.#connection?.close()
    const limit = sleep(lastMeasureMs, undefined, { ref: false })
    void Promise.race([measured, limit]).then(() => engine.order({ do: 'close', leg }))
    onClosed()
  }

  async #open(): Promise<WebRtcConnection> {
    const { leg, engine, host, workers, onStranded, onLost } = this.#options
    const { port, ssrc } = await engine.open(leg)
    const connection = new WebRtcConnection({
      workers,
      engine: { ip: host, port, ssrc },
      canBeOffered: () => this.#said !== undefined,
      onStranded,
      onLost,
    })
    if (this.#isClosed) connection.close()
    this.#connection = connection
    return connection
  }

  #opened(): WebRtcConnection {
    const connection = this.#connection
    if (connection === undefined || this.#isClosed)
      throw new MediaRefusal('bad-offer', `leg ${this.#options.leg} is not open`)
    return connection
  }

  async #answer(said: BrowserSdp): Promise<string> {
    const { codec } = await this.#follow(said)
    const { sections, direction } = said
    return writeAnswer(this.#end(), { sections, codecs: [codec], direction: answerTo(direction) })
  }

  /** Does as the browser said. */
  async #follow(said: BrowserSdp): Promise<RelayEnd> {
    const codec = this.#choose(said)
    this.#said = said
    this.#codec = codec
    const relay = await this.#opened().relay(codec, said)
    this.#agree(relay)
    return relay
  }

  /** It had a path to the browser, which is gone. */
  #strandWith(said: BrowserSdp): WebCodec {
    const codec = this.#choose(said)
    this.#said = said
    this.#codec = codec
    setImmediate(() => this.#connection?.strand('media-worker-died'))
    return codec
  }

  /** The first of ours that the browser speaks too; one that is spoken already stays. */
  #choose({ codecs }: BrowserSdp): WebCodec {
    const present = codecs.find(({ payloadType }) => payloadType === this.#codec?.payloadType)
    const common = this.#options.codecs.flatMap(
      (ours) => codecs.find(({ name }) => name === ours) ?? [],
    )
    const chosen = present ?? common[0]
    if (chosen === undefined) throw new MediaRefusal('no-common-codec', 'no codec in common')
    return chosen
  }

  /** The leg's sound passes there from now on; all else about it stays. */
  #agree(relay: RelayEnd): void {
    if (this.#isClosed || isSame(this.#relay, relay)) return
    this.#relay = relay
    this.#measuring ??= setInterval(() => void this.#measure(), measureMs)
    const { leg, engine } = this.#options
    const { name: codec, payloadType } = relay.codec
    const remote = { address: relay.ip, port: relay.port }
    const receives = new Map([[payloadType, codec]])
    // WebRTC has its own signs of life: ICE consent (RFC 7675) and DTLS.
    const alive = { sending: true, receiving: true, neverSilent: false, keysInBand: false }
    const negotiated = { remote, codec, payloadType, ptimeMs: 20, receives, ...alive }
    engine.order({ do: 'apply', leg, negotiated, rtcp: { to: remote, mux: true } })
  }

  async #measure(): Promise<void> {
    const { leg, engine } = this.#options
    const network = await this.#connection?.measure()
    if (network) engine.order({ do: 'measured', leg, network })
  }

  #end(): OurEnd {
    const { end } = this.#opened().path
    return { sessionId: this.#session, version: ++this.#version, ...end }
  }
}

/** The payload type of Opus, which the path must know by it. */
const opusOf = (said?: BrowserSdp): number =>
  (said?.codecs.find(({ name }) => name === 'opus') ?? offered('opus')).payloadType

const isSame = (one: RelayEnd | undefined, other: RelayEnd): boolean =>
  one?.port === other.port && one.codec.payloadType === other.codec.payloadType

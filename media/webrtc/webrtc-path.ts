import type {
  Consumer,
  FingerprintAlgorithm,
  PlainTransport,
  Producer,
  Router,
  WebRtcTransport,
} from 'mediasoup/types'
import type { NetworkFigures } from '../engine/network-figures.ts'
import { rtpCodecOf, type WebCodec } from './web-codecs.ts'
import { figuresOf } from './webrtc-figures.ts'
import type { OurEnd } from './webrtc-sdp-writer.ts'
import type { BrowserSdp } from './webrtc-sdp.ts'
import type { RelayWorker } from './webrtc-worker.ts'

/** The engine's RTP socket for one leg. The relay takes packets from nowhere else and with no other SSRC. */
export type EngineEnd = {
  readonly ip: string
  readonly port: number
  /** The SSRC of everything that the engine sends on this leg. */
  readonly ssrc: number
}

/**
 * Where the engine sends its sound, and where the browser's comes from; RTCP is on the same port (RFC 5761). The codec
 * is the browser's: nothing is transcoded on the way. What comes to the engine carries a header extension (X bit, RFC
 * 3550 section 5.3.1).
 */
export type RelayEnd = { readonly ip: string; readonly port: number; readonly codec: WebCodec }

/** Without a sign of life for so long, the browser counts as gone. */
const consentSeconds = 10

type PathEvents = {
  /** ICE or DTLS: look at `state`. */
  readonly onChange: () => void
  readonly onWorkerDied: () => void
}

type PathState = 'connecting' | 'up' | 'disconnected' | 'failed' | 'closed'

/** Both directions between a browser and the engine, in one codec. */
type Streams = {
  readonly codec: WebCodec
  readonly fromEngine: Producer
  readonly toBrowser: Consumer
  /** Absent while the browser sends nothing. */
  fromBrowser?: Producer
}

/**
 * One leg's way through one worker.
 *
 *   browser --ICE, DTLS, SRTP--> #browser  ==>  #plain --RTP--> engine
 *           <-------------------          <==          <-------
 */
export class WebPath {
  readonly #worker: RelayWorker
  readonly #router: Router
  readonly #browser: WebRtcTransport
  readonly #plain: PlainTransport
  readonly #ssrc: number
  #streams: Streams | undefined
  #isConnected = false
  #isClosed = false

  private constructor(
    worker: RelayWorker,
    router: Router,
    transports: readonly [WebRtcTransport, PlainTransport],
    ssrc: number,
  ) {
    this.#worker = worker
    this.#router = router
    ;[this.#browser, this.#plain] = transports
    this.#ssrc = ssrc
  }

  /** Takes the place in the worker, and leaves it when it cannot open. */
  static async open(
    worker: RelayWorker,
    opusPayloadType: number,
    { ip, port, ssrc }: EngineEnd,
    events: PathEvents,
  ): Promise<WebPath> {
    const opened: { close(): void }[] = []
    try {
      const router = await worker.router(opusPayloadType)
      const plain = await router.createPlainTransport({
        listenInfo: { ...worker.towardEngine, ip },
      })
      opened.push(plain)
      await plain.connect({ ip, port })
      const browser = await router.createWebRtcTransport({
        webRtcServer: worker.browsers,
        preferUdp: true,
        iceConsentTimeout: consentSeconds,
      })
      browser.on('icestatechange', events.onChange)
      browser.on('dtlsstatechange', events.onChange)
      browser.once('routerclose', events.onWorkerDied)
      return new WebPath(worker, router, [browser, plain], ssrc)
    } catch (error) {
      for (const transport of opened) transport.close()
      worker.load--
      throw error
    }
  }

  /** False when its worker died, or it was closed. */
  get isOpen(): boolean {
    return !this.#browser.closed
  }

  get isConnected(): boolean {
    return this.#isConnected
  }

  get state(): PathState {
    const { iceState, dtlsState } = this.#browser
    if (dtlsState === 'failed' || dtlsState === 'closed') return dtlsState
    if (iceState === 'disconnected') return iceState
    return dtlsState === 'connected' && iceState !== 'new' ? 'up' : 'connecting'
  }

  get end(): Omit<OurEnd, 'sessionId' | 'version'> {
    const { iceParameters, iceCandidates, dtlsParameters } = this.#browser
    const print = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')
    if (print === undefined) throw new Error('a transport without a fingerprint')
    return {
      ufrag: iceParameters.usernameFragment,
      password: iceParameters.password,
      fingerprint: print.value,
      candidates: iceCandidates.map(({ address, ...rest }) => ({ ...rest, ip: address })),
    }
  }

  /** Where the engine sends. */
  get engineEnd(): Omit<RelayEnd, 'codec'> {
    const { localAddress, localPort } = this.#plain.tuple
    return { ip: localAddress, port: localPort }
  }

  /** Once, when the browser's fingerprint is known. */
  async connect({ fingerprint, isDtlsServer }: BrowserSdp): Promise<void> {
    this.#isConnected = true
    const { value } = fingerprint
    // Boundary: an algorithm that mediasoup does not know makes it reject.
    const algorithm = fingerprint.algorithm as FingerprintAlgorithm
    const role = isDtlsServer ? 'server' : 'client'
    await this.#browser.connect({ dtlsParameters: { role, fingerprints: [{ algorithm, value }] } })
  }

  async restartIce(): Promise<void> {
    await this.#browser.restartIce()
  }

  /** Relays in this codec as the browser said; gives the end toward the engine. */
  async relay(codec: WebCodec, said: BrowserSdp): Promise<RelayEnd> {
    const streams = await this.#speak(codec)
    await this.#listen(streams, said)
    await direct(streams, said)
    return { ...this.engineEnd, codec }
  }

  async measure(): Promise<NetworkFigures | undefined> {
    const { codec, fromBrowser, toBrowser } = this.#streams ?? {}
    if (this.#browser.closed || codec === undefined || !fromBrowser || !toBrowser) return undefined
    const asked = [fromBrowser.getStats(), toBrowser.getStats()] as const
    return figuresOf(codec, ...(await Promise.all(asked)))
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#worker.load--
    this.#browser.close()
    this.#plain.close()
  }

  /** What the engine sends goes to the browser; another codec is a new stream. */
  async #speak(codec: WebCodec): Promise<Streams> {
    const now = this.#streams
    if (now?.codec.payloadType === codec.payloadType) return now
    for (const stream of [now?.fromEngine, now?.fromBrowser]) stream?.close()
    const fromEngine = await this.#plain.produce({
      kind: 'audio',
      rtpParameters: { codecs: [rtpCodecOf(codec)], encodings: [{ ssrc: this.#ssrc }] },
    })
    const toBrowser = await this.#browser.consume({
      producerId: fromEngine.id,
      rtpCapabilities: this.#router.rtpCapabilities,
    })
    this.#streams = { codec, fromEngine, toBrowser }
    return this.#streams
  }

  /** What the browser sends goes to the engine; a new SSRC is a new stream. */
  async #listen(streams: Streams, { ssrc }: BrowserSdp): Promise<void> {
    const heard = streams.fromBrowser?.rtpParameters.encodings?.[0]?.ssrc
    if (ssrc === undefined || ssrc === heard) return
    streams.fromBrowser?.close()
    streams.fromBrowser = await this.#browser.produce({
      kind: 'audio',
      rtpParameters: { codecs: [rtpCodecOf(streams.codec)], encodings: [{ ssrc }] },
    })
    await this.#plain.consume({
      producerId: streams.fromBrowser.id,
      rtpCapabilities: this.#router.rtpCapabilities,
    })
  }
}

/** A browser that holds (`sendonly`) goes on sending its microphone, which nobody shall hear then. */
async function direct({ fromBrowser, toBrowser }: Streams, { direction }: BrowserSdp) {
  const isHeard = direction === 'sendrecv'
  const hears = direction === 'sendrecv' || direction === 'recvonly'
  await (isHeard ? fromBrowser?.resume() : fromBrowser?.pause())
  await (hears ? toBrowser.resume() : toBrowser.pause())
}

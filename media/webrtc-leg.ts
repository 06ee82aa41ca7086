import type {
  Consumer,
  DtlsState,
  FingerprintAlgorithm,
  IceState,
  PlainTransport,
  Producer,
  WebRtcTransport,
} from 'mediasoup/types'
import type { EngineEnd, WebOpening } from './web-party.ts'
import {
  type BrowserSdp,
  type OurEnd,
  readBrowserSdp,
  writeAnswer,
  writeOffer,
} from './webrtc-sdp.ts'
import { type RelayWorker, pcmu } from './webrtc-worker.ts'

/** Without a sign of life for so long, the browser counts as gone. */
const consentSeconds = 10
/** From the browser's description to the end of its DTLS handshake. */
const connectLimitMs = 15_000
/** A browser that says goodbye closes DTLS in the same moment; its BYE takes the longer way and shall come first. */
const farewellMs = 300

const capabilities = { codecs: [pcmu], headerExtensions: [] }
const codecs = [{ mimeType: pcmu.mimeType, payloadType: 0, clockRate: 8000, channels: 1 }]

/**
 * One browser on one worker.
 *
 *   browser --ICE, DTLS, SRTP--> #browser  ==>  #plain --RTP--> engine
 *           <-------------------          <==          <-------
 */
export class WebLeg {
  readonly #worker: Promise<RelayWorker>
  readonly #engine: EngineEnd
  readonly #onLost: () => void
  readonly #sessionId = Math.floor(Math.random() * 2 ** 48)
  #version = 0
  #browser: WebRtcTransport | undefined
  #plain: PlainTransport | undefined
  #fromEngine: Producer | undefined
  #fromBrowser: Producer | undefined
  #toBrowser: Consumer | undefined
  /** What the browser said last. */
  #said: BrowserSdp | undefined
  /** Runs while the browser has yet to connect, or has just closed. */
  #limit: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(worker: Promise<RelayWorker>, engine: EngineEnd, onLost: () => void) {
    this.#worker = worker
    this.#engine = engine
    this.#onLost = onLost
  }

  async answer(offer: string): Promise<WebOpening> {
    const said = readBrowserSdp(offer)
    const relay = await this.#open()
    await this.#hear(said)
    return { sdp: writeAnswer(said, this.#ourEnd()), relay }
  }

  async offer(): Promise<WebOpening> {
    const relay = await this.#open()
    return { sdp: writeOffer(this.#ourEnd()), relay }
  }

  async accept(answer: string): Promise<void> {
    await this.#hear(readBrowserSdp(answer))
  }

  async reanswer(offer: string): Promise<string> {
    const said = readBrowserSdp(offer)
    await this.#hear(said)
    return writeAnswer(said, this.#ourEnd())
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#limit)
    this.#browser?.close()
    this.#plain?.close()
  }

  async #open(): Promise<WebOpening['relay']> {
    const { ip, port, ssrc } = this.#engine
    const { router, towardEngine } = await this.#worker
    const plain = await router.createPlainTransport({ listenInfo: { ...towardEngine, ip } })
    this.#plain = this.#keep(plain)
    plain.once('routerclose', () => this.#lose()) // the worker died
    await plain.connect({ ip, port })
    this.#fromEngine = await plain.produce({
      kind: 'audio',
      rtpParameters: { codecs, encodings: [{ ssrc }] },
    })
    await this.#openBrowser()
    return { ip: plain.tuple.localAddress, port: plain.tuple.localPort }
  }

  async #openBrowser(): Promise<void> {
    const { router, browsers } = await this.#worker
    const browser = await router.createWebRtcTransport({
      webRtcServer: browsers,
      preferUdp: true,
      iceConsentTimeout: consentSeconds,
    })
    this.#browser = this.#keep(browser)
    browser.on('icestatechange', (state) => this.#watch(state))
    browser.on('dtlsstatechange', (state) => this.#watch(state))
    this.#toBrowser = await browser.consume({
      producerId: opened(this.#fromEngine).id,
      rtpCapabilities: capabilities,
    })
  }

  /** A transport that was made while the leg was being closed is closed too. */
  #keep<Transport extends { close(): void }>(transport: Transport): Transport {
    if (this.#isClosed) {
      transport.close()
      throw new Error('the leg was closed while it was being opened')
    }
    return transport
  }

  #watch(state: IceState | DtlsState): void {
    if (this.#isClosed) return
    if (opened(this.#browser).dtlsState === 'connected') clearTimeout(this.#limit)
    // ICE `disconnected` may heal by itself; the leg stays open for that.
    if (state === 'disconnected' || state === 'failed') this.#lose()
    if (state === 'closed') this.#loseAfter(farewellMs)
  }

  #lose(): void {
    if (this.#isClosed) return
    clearTimeout(this.#limit)
    this.#onLost()
  }

  #loseAfter(ms: number): void {
    clearTimeout(this.#limit)
    this.#limit = setTimeout(() => this.#lose(), ms)
  }

  async #hear(said: BrowserSdp): Promise<void> {
    const before = this.#said
    this.#said = said
    if (!before) await this.#connect(said)
    else if (before.fingerprint.value !== said.fingerprint.value) await this.#replaceBrowser(said)
    else if (before.ufrag !== said.ufrag) await opened(this.#browser).restartIce()
    await this.#listen(said)
    await this.#direct(said)
  }

  async #connect({ fingerprint, isDtlsServer }: BrowserSdp): Promise<void> {
    this.#loseAfter(connectLimitMs)
    const { value } = fingerprint
    // Boundary: an algorithm that mediasoup does not know makes it reject.
    const algorithm = fingerprint.algorithm as FingerprintAlgorithm
    await opened(this.#browser).connect({
      dtlsParameters: {
        role: isDtlsServer ? 'server' : 'client',
        fingerprints: [{ algorithm, value }],
      },
    })
  }

  /** Another fingerprint is another peer connection: the page made a new one for the same dialog. */
  async #replaceBrowser(said: BrowserSdp): Promise<void> {
    opened(this.#browser).removeAllListeners().close()
    this.#fromBrowser = undefined
    await this.#openBrowser()
    await this.#connect(said)
  }

  /** Relays the browser's stream to the engine; a new SSRC is a new stream. */
  async #listen({ ssrc }: BrowserSdp): Promise<void> {
    const heard = this.#fromBrowser?.rtpParameters.encodings?.[0]?.ssrc
    if (ssrc === undefined || ssrc === heard) return
    this.#fromBrowser?.close()
    this.#fromBrowser = await opened(this.#browser).produce({
      kind: 'audio',
      rtpParameters: { codecs, encodings: [{ ssrc }] },
    })
    const [producerId, rtpCapabilities] = [this.#fromBrowser.id, capabilities]
    await opened(this.#plain).consume({ producerId, rtpCapabilities })
  }

  /** A browser that holds (`sendonly`) goes on sending its microphone, which nobody shall hear then. */
  async #direct({ direction }: BrowserSdp): Promise<void> {
    const isHeard = direction === 'sendrecv'
    const hears = direction === 'sendrecv' || direction === 'recvonly'
    await (isHeard ? this.#fromBrowser?.resume() : this.#fromBrowser?.pause())
    await (hears ? this.#toBrowser?.resume() : this.#toBrowser?.pause())
  }

  #ourEnd(): OurEnd {
    const { iceParameters, iceCandidates, dtlsParameters } = opened(this.#browser)
    const print = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')
    return {
      sessionId: this.#sessionId,
      version: ++this.#version,
      ufrag: iceParameters.usernameFragment,
      password: iceParameters.password,
      fingerprint: opened(print).value,
      candidates: iceCandidates.map(({ address, ...rest }) => ({ ...rest, ip: address })),
    }
  }
}

/** What `#open` made. */
function opened<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new Error('the leg is not open')
  return part
}

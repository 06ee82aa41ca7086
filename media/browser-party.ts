import type { LegId } from '../core/names.ts'
import type { EngineClient } from './engine-client.ts'
import type { Party } from './party.ts'
import type { EngineEnd, WebOpening, WebRtc } from './web-party.ts'

/** A browser: its relay turns WebRTC into the engine's plain RTP, always PCMU. */
export class BrowserParty implements Party {
  readonly #leg: LegId
  readonly #engine: EngineClient
  readonly #webRtc: WebRtc
  readonly #host: string

  constructor(leg: LegId, engine: EngineClient, webRtc: WebRtc, host: string) {
    this.#leg = leg
    this.#engine = engine
    this.#webRtc = webRtc
    this.#host = host
  }

  answer(offer: string): Promise<string> {
    return this.#open((end) => this.#webRtc.answer(this.#leg, offer, end))
  }

  offer(): Promise<string> {
    return this.#open((end) => this.#webRtc.offer(this.#leg, end))
  }

  accept(answer: string): Promise<void> {
    return this.#webRtc.accept(this.#leg, answer)
  }

  reanswer(offer: string): Promise<string> {
    return this.#webRtc.reanswer(this.#leg, offer)
  }

  close(): void {
    this.#webRtc.close(this.#leg)
    this.#engine.order({ do: 'close', leg: this.#leg })
  }

  async #open(opening: (end: EngineEnd) => Promise<WebOpening>): Promise<string> {
    const { port, ssrc } = await this.#engine.open(this.#leg)
    const { sdp, relay } = await opening({ ip: this.#host, port, ssrc })
    const remote = { address: relay.ip, port: relay.port }
    const [codec, payloadType] = ['pcmu' as const, 0]
    const receives = new Map([[payloadType, codec]])
    // WebRTC has its own signs of life: ICE consent (RFC 7675) and DTLS.
    const alive = { sending: true, receiving: true, neverSilent: false, keysInBand: false }
    const terms = { remote, codec, payloadType, ptimeMs: 20, receives, ...alive }
    const rtcp = { to: remote, mux: true }
    this.#engine.order({ do: 'agree', leg: this.#leg, terms, rtcp })
    return sdp
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { LegId } from '../../core/names.ts'
import type { EngineClient } from '../engine-client.ts'
import { type EndpointMemo, MediaRefusal } from '../media.ts'
import type { Party } from '../party.ts'
import type { EngineEnd, RelayEnd, WebAnswer, WebRtc } from './web-party.ts'

/** RTCP reports of a browser come about every 5 s. */
const measureMs = 10_000
/** A worker answers at once; one that hangs shall not keep a leg. */
const lastMeasureMs = 1000

/** A browser: its relay turns WebRTC into the engine's plain RTP, in the browser's codec. */
export class BrowserParty implements Party {
  readonly #leg: LegId
  readonly #engine: EngineClient
  readonly #webRtc: WebRtc
  readonly #host: string
  #relay: RelayEnd | undefined
  #measuring: NodeJS.Timeout | undefined

  constructor(leg: LegId, engine: EngineClient, webRtc: WebRtc, host: string) {
    this.#leg = leg
    this.#engine = engine
    this.#webRtc = webRtc
    this.#host = host
  }

  async answer(offer: string): Promise<string> {
    return this.#agree(await this.#webRtc.answer(this.#leg, offer, await this.#open()))
  }

  async offer(): Promise<string> {
    return this.#webRtc.offer(this.#leg, await this.#open())
  }

  async accept(answer: string): Promise<void> {
    this.#follow(await this.#webRtc.accept(this.#leg, answer))
  }

  async reanswer(offer: string): Promise<string> {
    return this.#agree(await this.#webRtc.reanswer(this.#leg, offer))
  }

  reoffer(): Promise<string | undefined> {
    return this.#webRtc.reoffer(this.#leg)
  }

  memo(): EndpointMemo | undefined {
    const web = this.#webRtc.memoOf(this.#leg)
    return web && { kind: 'web', ...web }
  }

  async takeUp(memo: EndpointMemo): Promise<void> {
    if (memo.kind !== 'web') throw new MediaRefusal('bad-offer', 'it was no browser')
    this.#webRtc.takeUp(this.#leg, memo, await this.#open())
  }

  /** The engine concludes its figures with the last ones from the network. */
  close(): void {
    clearInterval(this.#measuring)
    const measured = this.#measure()
    this.#webRtc.close(this.#leg)
    const limit = sleep(lastMeasureMs, undefined, { ref: false })
    void Promise.race([measured, limit]).then(() =>
      this.#engine.order({ do: 'close', leg: this.#leg }),
    )
  }

  async #open(): Promise<EngineEnd> {
    const { port, ssrc } = await this.#engine.open(this.#leg)
    return { ip: this.#host, port, ssrc }
  }

  async #measure(): Promise<void> {
    const network = await this.#webRtc.measure(this.#leg)
    if (network) this.#engine.order({ do: 'measured', leg: this.#leg, network })
  }

  #agree({ sdp, relay }: WebAnswer): string {
    this.#follow(relay)
    return sdp
  }

  /** The leg's sound passes there from now on; all else about it stays. */
  #follow(relay: RelayEnd): void {
    if (isSame(this.#relay, relay)) return
    this.#relay = relay
    this.#measuring ??= setInterval(() => void this.#measure(), measureMs)
    const { name: codec, payloadType } = relay.codec
    const remote = { address: relay.ip, port: relay.port }
    const receives = new Map([[payloadType, codec]])
    // WebRTC has its own signs of life: ICE consent (RFC 7675) and DTLS.
    const alive = { sending: true, receiving: true, neverSilent: false, keysInBand: false }
    const terms = { remote, codec, payloadType, ptimeMs: 20, receives, ...alive }
    this.#engine.order({ do: 'agree', leg: this.#leg, terms, rtcp: { to: remote, mux: true } })
  }
}

const isSame = (one: RelayEnd | undefined, other: RelayEnd): boolean =>
  one?.port === other.port && one.codec.payloadType === other.codec.payloadType

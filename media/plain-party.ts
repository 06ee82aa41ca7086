import { randomInt } from 'node:crypto'
import { isIP } from 'node:net'
import type { LegId } from '../core/names.ts'
import type { CodecName } from './engine/codecs/codec.ts'
import type { EngineClient } from './engine-client.ts'
import { MediaRefusal } from './media.ts'
import type { Party } from './party.ts'
import { type Described, isNowhere, type Payloads, readDescription, termsOf } from './sdp.ts'
import { ourPayloads, writeAnswer, writeOffer } from './sdp-writer.ts'

type PlainOptions = {
  readonly host: string
  /** What our descriptions name in the place of `host`. */
  readonly announced: string
  readonly codecs: readonly CodecName[]
}

/** A SIP phone or trunk: plain RTP straight to the engine. */
export class PlainParty implements Party {
  readonly #leg: LegId
  readonly #engine: EngineClient
  readonly #host: string
  /** What we offer, in this order, and what we accept. */
  readonly #codecs: readonly CodecName[]
  readonly #announced: string
  /** RFC 8866 section 5.2: numeric, and one for the life of the leg. */
  readonly #session = randomInt(2 ** 47)
  #version = 0
  #port = 0

  constructor(leg: LegId, engine: EngineClient, { host, announced, codecs }: PlainOptions) {
    this.#leg = leg
    this.#engine = engine
    this.#host = host
    this.#announced = announced
    this.#codecs = codecs
  }

  async answer(offer: string): Promise<string> {
    const described = this.#read(offer)
    await this.#open()
    return this.#answer(described)
  }

  async offer(): Promise<string> {
    await this.#open()
    return writeOffer(this.#local(), ourPayloads(this.#codecs))
  }

  // Asynchronous as the face wants it: other parties need time.
  accept(answer: string): Promise<void> {
    return Promise.resolve(answer).then((text) =>
      this.#agree(this.#read(text), ourPayloads(this.#codecs)),
    )
  }

  reanswer(offer: string): Promise<string> {
    return Promise.resolve(offer).then((text) => this.#answer(this.#read(text)))
  }

  /** Plain RTP has no path that could break and be mended. */
  reoffer(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  close(): void {
    this.#engine.order({ do: 'close', leg: this.#leg })
  }

  #read(text: string): Described {
    const described = readDescription(text, this.#codecs)
    if (isIP(described.audio.remote.address) !== isIP(this.#host))
      throw new MediaRefusal('bad-offer', 'the address is of the other IP version')
    return described
  }

  async #open(): Promise<void> {
    const { port } = await this.#engine.open(this.#leg)
    this.#port = port
  }

  #answer(described: Described): string {
    this.#agree(described)
    return writeAnswer(described, this.#local())
  }

  #agree(described: Described, offered?: Payloads): void {
    const { remote, rtcp } = described.audio
    const terms = termsOf(described, offered)
    const reports = isNowhere(remote.address) ? {} : { rtcp }
    this.#engine.order({ do: 'agree', leg: this.#leg, terms, ...reports })
  }

  #local() {
    const version = ++this.#version
    return { address: this.#announced, port: this.#port, session: this.#session, version }
  }
}

import { randomBytes, randomInt } from 'node:crypto'
import { isIP } from 'node:net'
import type { LegId } from '../core/names.ts'
import type { CodecName } from './engine/codecs/codec.ts'
import type { EngineClient } from './engine-client.ts'
import { type EndpointMemo, MediaRefusal } from './media.ts'
import type { Party } from './party.ts'
import { type Crypto, isSecureProfile, type SrtpUse } from './sdp/sdes.ts'
import { type Described, isNowhere, type Payloads, readDescription, termsOf } from './sdp/sdp.ts'
import { ourPayloads, writeAnswer, writeOffer } from './sdp/sdp-writer.ts'
import type { SrtpKeys } from './srtp/srtp-session.ts'
import { masterBytes, type SuiteName, suites } from './srtp/suites.ts'

type PlainOptions = {
  readonly host: string
  /** What our descriptions name in the place of `host`. */
  readonly announced: string
  readonly codecs: readonly CodecName[]
  readonly srtp: SrtpUse
}

/** A SIP phone or trunk: its RTP, or SRTP with keys in SDP, goes straight to the engine's thread. */
export class PlainParty implements Party {
  readonly #leg: LegId
  readonly #engine: EngineClient
  readonly #host: string
  /** What we offer, in this order, and what we accept. */
  readonly #codecs: readonly CodecName[]
  readonly #announced: string
  readonly #srtp: SrtpUse
  /** Our master key for each suite, in base64: one for the life of the leg, so that its packets are counted through. */
  readonly #keys = new Map<SuiteName, string>()
  /** RFC 8866 section 5.2: numeric, and one for the life of the leg. */
  #session = randomInt(2 ** 47)
  #version = 0
  #port = 0
  /** What the party said last. */
  #said: Extract<EndpointMemo, { kind: 'sip' }>['said']

  constructor(leg: LegId, engine: EngineClient, options: PlainOptions) {
    this.#leg = leg
    this.#engine = engine
    this.#host = options.host
    this.#announced = options.announced
    this.#codecs = options.codecs
    this.#srtp = options.srtp
  }

  async answer(offer: string): Promise<string> {
    const described = this.#read(offer)
    await this.#open()
    return this.#answer(offer, described)
  }

  async offer(): Promise<string> {
    await this.#open()
    return writeOffer(this.#local(), ourPayloads(this.#codecs), this.#offered())
  }

  // Asynchronous as the face wants it: other parties need time.
  accept(answer: string): Promise<void> {
    return Promise.resolve(answer).then((text) => {
      const described = this.#read(text)
      const chosen = this.#chosen(described)
      this.#agree(described, chosen && this.#keysOf(chosen), ourPayloads(this.#codecs))
      this.#said = { sdp: answer, offered: true }
    })
  }

  reanswer(offer: string): Promise<string> {
    return Promise.resolve(offer).then((text) => this.#answer(text, this.#read(text)))
  }

  /** Plain RTP has no path that could break and be mended. */
  reoffer(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  memo(): EndpointMemo {
    const said = this.#said && { said: this.#said }
    const [port, session, version] = [this.#port, this.#session, this.#version]
    const terms = { codecs: this.#codecs, srtp: this.#srtp }
    return { kind: 'sip', port, terms, session, version, keys: [...this.#keys], ...said }
  }

  async takeUp(memo: EndpointMemo): Promise<void> {
    if (memo.kind !== 'sip') throw new MediaRefusal('bad-offer', 'it was no phone')
    const { port, session, version, keys, said } = memo
    await this.#engine.reopen(this.#leg, port)
    this.#port = port
    this.#session = session
    this.#version = version
    for (const [suite, key] of keys) this.#keys.set(suite, key)
    if (said?.offered) await this.accept(said.sdp)
    else if (said) this.#answer(said.sdp, this.#read(said.sdp))
  }

  close(): void {
    this.#engine.order({ do: 'close', leg: this.#leg })
  }

  #read(text: string): Described {
    const described = readDescription(text, this.#codecs, this.#srtp)
    if (isIP(described.audio.remote.address) !== isIP(this.#host))
      throw new MediaRefusal('bad-offer', 'the address is of the other IP version')
    return described
  }

  async #open(): Promise<void> {
    const { port } = await this.#engine.open(this.#leg)
    this.#port = port
  }

  #answer(offer: string, described: Described): string {
    const [theirs] = described.audio.cryptos
    const ours = theirs && { ...theirs, key: this.#keyFor(theirs.suite) }
    this.#agree(described, theirs && this.#keysOf(theirs))
    this.#said = { sdp: offer, offered: false }
    return writeAnswer(described, this.#local(), ours)
  }

  #agree(described: Described, srtp: SrtpKeys | undefined, offered?: Payloads): void {
    const { remote, rtcp } = described.audio
    const terms = termsOf(described, offered)
    const reports = isNowhere(remote.address) ? {} : { rtcp }
    const secure = srtp === undefined ? {} : { srtp }
    this.#engine.order({ do: 'agree', leg: this.#leg, terms, ...reports, ...secure })
  }

  /** What we offer where RTP must be protected, the strongest first. */
  #offered(): readonly Crypto[] {
    if (this.#srtp !== 'required') return []
    const names = Object.values(suites).map(({ name }) => name)
    return names.map((suite, index) => ({ tag: index + 1, suite, key: this.#keyFor(suite) }))
  }

  /** The party's key under one of our tags, RFC 4568 section 5.1.3; undefined where both are plain. Throws MediaRefusal. */
  #chosen({ audio }: Described): Crypto | undefined {
    const offered = this.#offered()
    const chosen = audio.cryptos.find(({ tag, suite }) => offered[tag - 1]?.suite === suite)
    if (chosen === undefined && (offered.length > 0 || isSecureProfile(audio.protocol)))
      throw new MediaRefusal('bad-offer', 'the answer is not of the profile that we offered')
    return chosen
  }

  #keysOf({ suite, key }: Crypto): SrtpKeys {
    return { suite, ours: this.#keyFor(suite), theirs: key }
  }

  #keyFor(suite: SuiteName): string {
    const known = this.#keys.get(suite)
    if (known !== undefined) return known
    const made = randomBytes(masterBytes(suites[suite])).toString('base64')
    this.#keys.set(suite, made)
    return made
  }

  #local() {
    const version = ++this.#version
    return { address: this.#announced, port: this.#port, session: this.#session, version }
  }
}

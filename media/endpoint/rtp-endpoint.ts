import { randomBytes, randomInt } from 'node:crypto'
import { isIP } from 'node:net'
import type { CodecName } from '../engine/codecs/codec.ts'
import { MediaRefusal } from '../refusal.ts'
import { type Crypto, isSecureProfile, type SrtpUse } from '../sdp/sdes.ts'
import { ourPayloads, writeAnswer, writeOffer } from '../sdp/sdp-writer.ts'
import { type Described, isNowhere, type Payloads, readDescription, negotiate } from '../sdp/sdp.ts'
import type { SrtpKeys } from '../srtp/srtp-session.ts'
import { masterBytes, type SuiteName, suites } from '../srtp/suites.ts'
import {
  type EndpointCheckpoint,
  type EndpointOptions,
  type MediaEndpoint,
  opening,
  type RtpCheckpoint,
} from './endpoint.ts'

type RtpEndpointOptions = EndpointOptions & {
  /** What our descriptions name in the place of `host`. */
  readonly announced: string
  /** What we offer, in this order, and what we accept. */
  readonly codecs: readonly CodecName[]
  readonly srtp: SrtpUse
}

/** Toward a SIP phone or trunk: its RTP, or SRTP with keys in SDP, goes straight to the engine's thread. */
export class RtpEndpoint implements MediaEndpoint {
  readonly #options: RtpEndpointOptions
  /** Our master key for each suite, in base64: one for the life of the leg, so that its packets are counted through. */
  readonly #keys = new Map<SuiteName, string>()
  /** RFC 8866 section 5.2: numeric, and one for the life of the leg. */
  #session = randomInt(2 ** 47)
  #version = 0
  /** Of the engine; undefined before it is open. */
  #port: number | undefined
  #isClosed = false
  /** What the party said last. */
  #said: RtpCheckpoint['said']

  constructor(options: RtpEndpointOptions) {
    this.#options = options
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  answer(offer: string): Promise<string> {
    return opening(this, async () => {
      const described = this.#read(offer)
      await this.#open()
      return this.#answer(offer, described)
    })
  }

  offer(): Promise<string> {
    return opening(this, async () => {
      await this.#open()
      return writeOffer(this.#local(), ourPayloads(this.#options.codecs), this.#offered())
    })
  }

  resume(checkpoint: EndpointCheckpoint): Promise<void> {
    return opening(this, async () => {
      if (checkpoint.kind !== 'sip') throw new MediaRefusal('bad-offer', 'it was no phone')
      const { port, session, version, keys, said } = checkpoint
      await this.#options.engine.reopen(this.#options.leg, port)
      this.#port = port
      this.#session = session
      this.#version = version
      for (const [suite, key] of keys) this.#keys.set(suite, key)
      if (said?.offered) this.#accept(said.sdp)
      else if (said) this.#answer(said.sdp, this.#read(said.sdp))
    })
  }

  // The next two are asynchronous as the face wants it: a browser needs time.
  accept(answer: string): Promise<void> {
    return Promise.resolve(answer).then((text) => this.#accept(text))
  }

  reanswer(offer: string): Promise<string> {
    return Promise.resolve(offer).then((text) => this.#answer(text, this.#read(text)))
  }

  /** Plain RTP has no path that could break and be mended. */
  reoffer(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  checkpoint(): RtpCheckpoint | undefined {
    const port = this.#port
    if (port === undefined) return undefined
    const { codecs, srtp } = this.#options
    return {
      kind: 'sip',
      port,
      terms: { codecs, srtp },
      session: this.#session,
      version: this.#version,
      keys: [...this.#keys],
      ...(this.#said && { said: this.#said }),
    }
  }

  close(): void {
    this.#isClosed = true
    this.#port = undefined
    this.#options.engine.order({ do: 'close', leg: this.#options.leg })
    this.#options.onClosed()
  }

  #read(text: string): Described {
    const { codecs, srtp, host } = this.#options
    const described = readDescription(text, codecs, srtp)
    if (isIP(described.audio.remote.address) !== isIP(host))
      throw new MediaRefusal('bad-offer', 'the address is of the other IP version')
    return described
  }

  async #open(): Promise<void> {
    const { port } = await this.#options.engine.open(this.#options.leg)
    this.#port = port
  }

  #accept(answer: string): void {
    const described = this.#read(answer)
    const chosen = this.#chosen(described)
    this.#agree(described, chosen && this.#keysOf(chosen), ourPayloads(this.#options.codecs))
    this.#said = { sdp: answer, offered: true }
  }

  #answer(offer: string, described: Described): string {
    const [theirs] = described.audio.cryptos
    const ours = theirs && { ...theirs, key: this.#keyFor(theirs.suite) }
    this.#agree(described, theirs && this.#keysOf(theirs))
    this.#said = { sdp: offer, offered: false }
    return writeAnswer(described, this.#local(), ours)
  }

  #agree(described: Described, srtp: SrtpKeys | undefined, offered?: Payloads): void {
    const { leg, engine } = this.#options
    if (this.#port === undefined) throw new MediaRefusal('bad-offer', `leg ${leg} is not open`)
    const { remote, rtcp } = described.audio
    const negotiated = negotiate(described, offered)
    const reports = isNowhere(remote.address) ? {} : { rtcp }
    const secure = srtp === undefined ? {} : { srtp }
    engine.order({ do: 'apply', leg, negotiated, ...reports, ...secure })
  }

  /** What we offer where RTP must be protected, the strongest first. */
  #offered(): readonly Crypto[] {
    if (this.#options.srtp !== 'required') return []
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
    const port = this.#port ?? 0
    return { address: this.#options.announced, port, session: this.#session, version }
  }
}

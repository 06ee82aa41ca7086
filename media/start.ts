import { isIP } from 'node:net'
import type { LegId, RecordingId } from '../core/names.ts'
import { BrowserParty } from './webrtc/browser-party.ts'
import { EngineClient } from './engine-client.ts'
import {
  type EndpointMemo,
  type Media,
  type MediaEffect,
  type MediaOptions,
  MediaRefusal,
  type SipTerms,
} from './media.ts'
import type { EngineOrder, EngineSettings } from './orders.ts'
import type { CodecName } from './engine/codecs/codec.ts'
import type { Party } from './party.ts'
import { PlainParty } from './plain-party.ts'
import { RecorderClient } from './recording/recorder-client.ts'
import { isWebOffer } from './sdp/sdp.ts'
import { Sounds } from './sounds.ts'
import { webCodecNames } from './webrtc/web-codecs.ts'
import type { StartWebRtc, WebRtc } from './webrtc/web-party.ts'
import { startWebRtc } from './webrtc/webrtc.ts'

/**
 * Starts the media room: prompts in memory, the engine thread and the recorder running; recordings that a crash cut
 * off are mended, and told as ended, behind that. Without a WebRTC worker plain SIP works on, and browsers are refused. Rejects when the prompts
 * cannot be read or the thread cannot start.
 */
export async function startMedia(
  options: MediaOptions,
  openWebRtc: StartWebRtc = startWebRtc,
): Promise<Media> {
  let room: MediaRoom | undefined = undefined
  const sounds = await Sounds.open(options, (order) => room?.order(order))
  const { host, rtpPortMin, rtpPortMax, silenceSeconds, packets = 'native' } = options
  const settings = { host, rtpPortMin, rtpPortMax, packets, silenceSeconds, prompts: sounds.all }
  room = new MediaRoom(options, settings, sounds)
  await room.start(openWebRtc)
  return room
}

const defaultCodecs: readonly CodecName[] = ['pcmu', 'pcma', 'g722', 'opus']

class MediaRoom implements Media {
  readonly #options: MediaOptions
  readonly #settings: EngineSettings
  readonly #sounds: Sounds
  readonly #parties = new Map<LegId, Party>()
  readonly #recorder: RecorderClient
  #engine: EngineClient
  #detachEngine: (() => void) | undefined
  #webRtc: WebRtc | undefined
  #stopped: Promise<void> | undefined

  constructor(options: MediaOptions, settings: EngineSettings, sounds: Sounds) {
    this.#options = options
    this.#settings = settings
    this.#sounds = sounds
    const { dataDir, onFact, recording = { format: 'wav', keys: { old: [] } } } = options
    this.#recorder = new RecorderClient({ dataDir, ...recording }, onFact)
    if (options.isSpare !== true) this.#recorder.mend([])
    this.#engine = this.#createEngine()
  }

  async start(openWebRtc: StartWebRtc): Promise<void> {
    await this.#engine.ready()
    this.#webRtc = await this.#tryWebRtc(openWebRtc)
  }

  async answer(leg: LegId, offer: string, terms: SipTerms = {}): Promise<string> {
    const open = this.#parties.get(leg)
    if (open !== undefined) return open.reanswer(offer)
    const party = this.#createParty(leg, isWebOffer(offer) ? 'web' : 'sip', terms)
    return this.#open(leg, party, party.answer(offer))
  }

  async offer(leg: LegId, kind: 'sip' | 'web', terms: SipTerms = {}): Promise<string> {
    const spoken = this.#options.web?.endsInFront ? 'sip' : kind
    const party = this.#createParty(leg, spoken, terms)
    return this.#open(leg, party, party.offer())
  }

  async accept(leg: LegId, answer: string): Promise<void> {
    await this.#party(leg).accept(answer)
  }

  async reanswer(leg: LegId, offer: string): Promise<string> {
    return this.#party(leg).reanswer(offer)
  }

  async reoffer(leg: LegId): Promise<string | undefined> {
    return this.#party(leg).reoffer()
  }

  mendRecordings(goOn: readonly RecordingId[]): void {
    this.#recorder.mend(goOn)
  }

  memoOf(leg: LegId): EndpointMemo | undefined {
    return this.#parties.get(leg)?.memo()
  }

  async takeUp(leg: LegId, memo: EndpointMemo): Promise<void> {
    const party = this.#createParty(leg, memo.kind, memo.kind === 'sip' ? memo.terms : {})
    await this.#open(leg, party, party.takeUp(memo).then(String))
  }

  perform(effect: MediaEffect, fromMs = 0): void {
    if (effect.do === 'play') this.#sounds.play(effect, fromMs)
    else if (effect.do === 'stopPlay') this.#sounds.stopPlay(effect)
    else this.#engine.order(effect)
  }

  order(order: EngineOrder): void {
    this.#engine.order(order)
  }

  close(leg: LegId): void {
    this.#sounds.close(leg)
    this.#parties.get(leg)?.close()
    this.#parties.delete(leg)
  }

  legs(): readonly LegId[] {
    return [...this.#parties.keys()]
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    for (const leg of this.legs()) this.close(leg)
    await Promise.all([this.#sounds.stop(), this.#engine.stop(), this.#webRtc?.stop()])
    await this.#recorder.stop()
  }

  async #open(leg: LegId, party: Party, opening: Promise<string>): Promise<string> {
    this.#parties.set(leg, party)
    try {
      const description = await opening
      if (this.#parties.get(leg) === party) return description
      throw new MediaRefusal('overloaded', `leg ${leg} was closed while it opened`)
    } catch (error) {
      this.#parties.delete(leg)
      party.close()
      throw error
    }
  }

  #createParty(leg: LegId, kind: 'sip' | 'web', terms: SipTerms): Party {
    const { host, announced = host } = this.#options
    const codecs = terms.codecs ?? this.#options.codecs ?? defaultCodecs
    const srtp = terms.srtp ?? this.#options.srtp ?? 'allowed'
    if (kind === 'sip') {
      // A phone that is told an address of the other IP version could not answer.
      const told = isIP(announced) === isIP(host) ? announced : host
      return new PlainParty(leg, this.#engine, { host, announced: told, codecs, srtp })
    }
    if (this.#webRtc === undefined) throw new MediaRefusal('overloaded', 'no WebRTC worker')
    return new BrowserParty(leg, this.#engine, this.#webRtc, host)
  }

  #party(leg: LegId): Party {
    const party = this.#parties.get(leg)
    if (party === undefined) throw new MediaRefusal('bad-offer', `leg ${leg} is not open`)
    return party
  }

  #createEngine(): EngineClient {
    const { onFact, note } = this.#options
    const engine = new EngineClient(this.#settings, {
      onFact,
      onDied: () => this.#replaceEngine(),
      onStarted: (packets, why) =>
        note?.({ packets, ...(why === undefined ? {} : { why }) }, 'media engine started'),
    })
    this.#detachEngine?.()
    this.#detachEngine = this.#recorder.attach((line) => engine.order({ do: 'recordTo', line }))
    return engine
  }

  /** The legs of the dead thread are silent for good; new ones get a new thread. */
  #replaceEngine(): void {
    this.#engine = this.#createEngine()
    for (const leg of this.legs())
      this.#options.onFact({ type: 'leg.mediaLost', leg, reason: 'media-worker-died' })
  }

  async #tryWebRtc(openWebRtc: StartWebRtc): Promise<WebRtc | undefined> {
    const { host, announced, rtpPortMin, rtpPortMax, onFact, log } = this.#options
    const web = this.#options.web ?? { workers: 1, codecs: webCodecNames }
    try {
      return await openWebRtc({
        ...{ host, announced, rtpPortMin, rtpPortMax, ...web },
        onStranded: (leg, reason) => onFact({ type: 'leg.stranded', leg, reason }),
        onLost: (leg) => onFact({ type: 'leg.mediaLost', leg, reason: 'path-lost' }),
        onAlarm: (detail) => onFact({ type: 'media.faulted', reason: 'media-worker-died', detail }),
        ...(log === undefined ? {} : { log }),
      })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      const detail = `browsers cannot call: WebRTC did not start: ${why}`
      onFact({ type: 'media.faulted', reason: 'media-worker-died', detail })
      return undefined
    }
  }
}

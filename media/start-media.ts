import { isIP } from 'node:net'
import type { LegId, RecordingId } from '../core/names.ts'
import type {
  EndpointCheckpoint,
  EndpointOptions,
  MediaEndpoint,
  SipTerms,
} from './endpoint/endpoint.ts'
import { RtpEndpoint } from './endpoint/rtp-endpoint.ts'
import { WebRtcEndpoint } from './endpoint/webrtc-endpoint.ts'
import { EngineClient } from './engine-client.ts'
import type { EngineOrder, EngineSettings } from './engine-messages.ts'
import type { CodecName } from './engine/codecs/codec.ts'
import type { MediaEffect } from './facts.ts'
import type { Media, MediaOptions, MediaParty, WebSettings } from './media.ts'
import { PromptCache } from './prompt-cache.ts'
import { RecorderClient } from './recording/recorder-client.ts'
import { MediaRefusal } from './refusal.ts'
import { isWebOffer } from './sdp/sdp.ts'
import { webCodecNames } from './webrtc/web-codecs.ts'
import { RelayWorkers } from './webrtc/webrtc-workers.ts'

/** How the workers are started that relay between browsers and the engine. */
type StartRelays = typeof RelayWorkers.start

/**
 * Starts the media room: prompts in memory, the engine thread and the recorder running; recordings that a crash cut
 * off are mended, and told as ended, behind that. Without a WebRTC worker plain SIP works on, and browsers are refused. Rejects when the prompts
 * cannot be read or the thread cannot start.
 */
export async function startMedia(
  options: MediaOptions,
  startRelays: StartRelays = (count, relay) => RelayWorkers.start(count, relay),
): Promise<Media> {
  let room: MediaRoom | undefined = undefined
  const sounds = await PromptCache.open(options, (order) => room?.order(order))
  const { host, rtpPortMin, rtpPortMax, silenceSeconds, packets = 'native' } = options
  const settings = { host, rtpPortMin, rtpPortMax, packets, silenceSeconds, prompts: sounds.all }
  room = new MediaRoom(options, settings, sounds)
  await room.start(startRelays)
  return room
}

const defaultCodecs: readonly CodecName[] = ['pcmu', 'pcma', 'g722', 'opus']

class MediaRoom implements Media {
  readonly #options: MediaOptions
  readonly #web: WebSettings
  readonly #settings: EngineSettings
  readonly #sounds: PromptCache
  readonly #endpoints = new Map<LegId, MediaEndpoint>()
  readonly #recorder: RecorderClient
  #engine: EngineClient
  #detachEngine: (() => void) | undefined
  #relays: RelayWorkers | undefined
  #stopped: Promise<void> | undefined

  constructor(options: MediaOptions, settings: EngineSettings, sounds: PromptCache) {
    this.#options = options
    this.#web = options.web ?? { workers: 1, codecs: webCodecNames }
    this.#settings = settings
    this.#sounds = sounds
    const { dataDir, onFact, recording = { format: 'wav', keys: { old: [] } } } = options
    this.#recorder = new RecorderClient({ dataDir, ...recording }, onFact)
    if (options.isSpare !== true) this.#recorder.mend([])
    this.#engine = this.#createEngine()
  }

  async start(startRelays: StartRelays): Promise<void> {
    await this.#engine.ready()
    this.#relays = await this.#tryRelays(startRelays)
  }

  openEndpoint(leg: LegId, party: MediaParty): MediaEndpoint {
    const endpoint: MediaEndpoint = this.#createEndpoint(leg, party, () => {
      if (this.#endpoints.get(leg) !== endpoint) return
      this.#endpoints.delete(leg)
      this.#sounds.close(leg)
    })
    this.#endpoints.set(leg, endpoint)
    return endpoint
  }

  mendRecordings(goOn: readonly RecordingId[]): void {
    this.#recorder.mend(goOn)
  }

  perform(effect: MediaEffect, fromMs = 0): void {
    if (effect.do === 'play') this.#sounds.play(effect, fromMs)
    else if (effect.do === 'stopPlay') this.#sounds.stopPlay(effect)
    else this.#engine.order(effect)
  }

  order(order: EngineOrder): void {
    this.#engine.order(order)
  }

  legs(): readonly LegId[] {
    return [...this.#endpoints.keys()]
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #stop(): Promise<void> {
    for (const endpoint of this.#endpoints.values()) endpoint.close()
    await Promise.all([this.#sounds.stop(), this.#engine.stop(), this.#relays?.stop()])
    await this.#recorder.stop()
  }

  #createEndpoint(leg: LegId, party: MediaParty, onClosed: () => void): MediaEndpoint {
    const common = { leg, engine: this.#engine, host: this.#options.host, onClosed }
    if (this.#kindOf(party) === 'web') return this.#createWebRtcEndpoint(common)
    const { host, announced = host } = this.#options
    const terms = 'checkpoint' in party ? termsIn(party.checkpoint) : (party.terms ?? {})
    return new RtpEndpoint({
      ...common,
      // A phone that is told an address of the other IP version could not answer.
      announced: isIP(announced) === isIP(host) ? announced : host,
      codecs: terms.codecs ?? this.#options.codecs ?? defaultCodecs,
      srtp: terms.srtp ?? this.#options.srtp ?? 'allowed',
    })
  }

  #kindOf(party: MediaParty): 'sip' | 'web' {
    if ('checkpoint' in party) return party.checkpoint.kind
    if ('offer' in party) return isWebOffer(party.offer) ? 'web' : 'sip'
    return this.#web.endsInFront ? 'sip' : party.called
  }

  #createWebRtcEndpoint(common: EndpointOptions): MediaEndpoint {
    if (this.#relays === undefined) throw new MediaRefusal('overloaded', 'no WebRTC worker')
    const { onFact, log } = this.#options
    const { leg } = common
    return new WebRtcEndpoint({
      ...common,
      workers: this.#relays,
      codecs: this.#web.codecs,
      onStranded(reason) {
        log?.({ leg, why: reason }, 'browser stranded')
        onFact({ type: 'leg.stranded', leg, reason })
      },
      onLost() {
        log?.({ leg }, 'browser lost')
        onFact({ type: 'leg.mediaLost', leg, reason: 'path-lost' })
      },
    })
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

  async #tryRelays(startRelays: StartRelays): Promise<RelayWorkers | undefined> {
    const { host, announced, rtpPortMin, rtpPortMax, onFact } = this.#options
    const onAlarm = (detail: string): void =>
      onFact({ type: 'media.faulted', reason: 'media-worker-died', detail })
    try {
      const options = { host, announced, rtpPortMin, rtpPortMax, onAlarm }
      return await startRelays(this.#web.workers, options)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      onAlarm(`browsers cannot call: WebRTC did not start: ${why}`)
      return undefined
    }
  }
}

const termsIn = (checkpoint: EndpointCheckpoint): SipTerms =>
  checkpoint.kind === 'sip' ? checkpoint.terms : {}

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { VoiceFact } from '../../core/event.ts'
import { named, type VoiceId } from '../../core/names.ts'
import { startMedia } from '../../media/start.ts'
import { startWebRtc } from '../../media/webrtc/webrtc.ts'
import { startSignalling } from '../../sip/start.ts'
import type { Config } from '../config.ts'
import type { Log } from '../link/lines.ts'
import { createSeal } from '../sealed.ts'
import { startVoiceEnd } from '../link/voice-end.ts'
import { resolveAnnounced } from './announced-address.ts'
import { createInlet } from './inlet.ts'
import { startVoice, type Voice } from './voice.ts'

export type VoiceSettings = Pick<
  Config,
  'host' | 'rtpPortMin' | 'rtpPortMax' | 'dataDir' | 'drachtio' | 'voiceSocket' | 'secret'
> &
  Partial<
    Pick<
      Config,
      | 'announcedAddress'
      | 'sipProxies'
      | 'sipDomain'
      | 'sipOutboundProxy'
      | 'web'
      | 'mediaPackets'
      | 'audioCodecs'
      | 'srtp'
      | 'rtpSilenceSeconds'
      | 'recording'
      | 'speech'
    >
  > & {
    readonly promptsDir: string
  }

export type VoiceLogs = {
  /** What the one who runs it wants to see. */
  readonly info: Log
  readonly debug: Log
}

export type RunningVoice = {
  /** Of its first life. */
  readonly id: VoiceId
  /** No new calls; resolves when those in progress have ended. `tell` says how many legs are left. */
  readonly drain: (tell?: (legs: number) => void) => Promise<void>
  /** Ends the calls in progress, writes the recordings and gives the centre a moment to hear of it. */
  readonly end: () => Promise<void>
}

/** A caller waits so long for a centre that is being restarted, ms. */
const patienceMs = 20_000
/** How long the end waits for the centre to journal the last facts, ms. */
const farewellMs = 2_000

/** Runs the voice process's work; resolves when calls can come. */
export async function runVoice(settings: VoiceSettings, logs: VoiceLogs): Promise<RunningVoice> {
  const facts = createInlet<VoiceFact>()
  let isCentreGone = (): boolean => false
  const firstVoice = newVoiceId()
  const voice = await openVoice(settings, logs, {
    voice: firstVoice,
    isCentreGone: () => isCentreGone(),
    tell: facts.put,
  })
  const ids = [firstVoice]
  const link = await startVoiceEnd({
    socketPath: settings.voiceSocket,
    newVoiceId: () => ids.pop() ?? newVoiceId(),
    onEffect: voice.perform,
    onNewLife() {
      voice.hangUpAll('voice-lost')
      return voice.registered().map((agent) => ({ type: 'device.registered', agent }))
    },
    legCount: voice.legCount,
    now: Date.now,
    log: logs.info,
  })
  isCentreGone = () => link.awayMs() > patienceMs
  facts.open((fact) => link.send(fact, Date.now()))
  const patience = setInterval(() => {
    if (isCentreGone()) voice.refuseUnanswered()
  }, 1000)

  const finish = async (): Promise<void> => {
    clearInterval(patience)
    await voice.stop()
    for (let waited = 0; link.waiting() > 0 && waited < farewellMs; waited += 50) await sleep(50)
    await link.stop()
  }
  let ending: Promise<void> | undefined
  return {
    id: firstVoice,
    drain: (tell) => drain(voice, tell),
    end: () => (ending ??= finish()),
  }
}

async function drain(voice: Voice, tell?: (legs: number) => void): Promise<void> {
  voice.drain()
  let told = 0
  while (voice.legCount() > 0) {
    if (voice.legCount() !== told) tell?.(voice.legCount())
    told = voice.legCount()
    await sleep(100)
  }
}

const newVoiceId = (): VoiceId => named<VoiceId>(`v${randomBytes(6).toString('hex')}`)

async function openVoice(
  settings: VoiceSettings,
  logs: VoiceLogs,
  life: { voice: VoiceId; isCentreGone: () => boolean; tell: (fact: VoiceFact) => void },
): Promise<Voice> {
  const { drachtio, secret, sipProxies: proxies = [], sipOutboundProxy: outboundProxy } = settings
  const host = settings.sipDomain ?? settings.host
  const { unseal } = createSeal(secret)
  const { voice, isCentreGone, tell } = life
  const sound = await soundSettings(settings)
  return startVoice({
    openMedia: (onFact) =>
      startMedia({ ...sound, onFact, log: logs.debug, note: logs.info }, startWebRtc),
    openSignalling: (handlers) =>
      startSignalling({
        ...{ drachtio, host, secret, voice, unseal, proxies, outboundProxy },
        ...handlers,
        log: logs.info,
      }),
    tell,
    isCentreGone,
    log: logs.info,
  })
}

async function soundSettings({ mediaPackets: packets = 'native', ...settings }: VoiceSettings) {
  const { host, announcedAddress, audioCodecs, srtp, web, recording } = settings
  const { rtpPortMin, rtpPortMax, dataDir, promptsDir, speech } = settings
  return {
    ...{ host, announced: await resolveAnnounced(announcedAddress), rtpPortMin, rtpPortMax },
    ...{ packets, silenceSeconds: settings.rtpSilenceSeconds, codecs: audioCodecs, srtp },
    ...{ dataDir, promptsDir, ...(web && { web }), speech, ...(recording && { recording }) },
  }
}

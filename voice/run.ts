import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { VoiceFact } from '../core/event.ts'
import { named, type RecordingId, type VoiceId } from '../core/names.ts'
import type { MediaFact } from '../media/facts.ts'
import type { Media } from '../media/media.ts'
import { startMedia } from '../media/start-media.ts'
import { resolveAnnounced } from '../server/config/announced-address.ts'
import type { Config } from '../server/config/config.ts'
import type { LinkLog } from '../server/link/json-lines.ts'
import { startVoiceEnd, type VoiceEnd } from '../server/link/voice-end.ts'
import { createSeal } from '../server/secret/seal.ts'
import type { SignallingOptions } from '../sip/signalling.ts'
import { startSignalling } from '../sip/start-signalling.ts'
import { type CheckpointFile, openCheckpoint } from './checkpoint/checkpoint-file.ts'
import { skipCrashingLegs } from './checkpoint/skip-crashing-legs.ts'
import { createStartupBuffer } from './startup-buffer.ts'
import { startVoice, type Voice, type VoiceOptions } from './voice.ts'

type VoiceSettings = Pick<
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

type VoiceLogs = {
  /** Lines for the operator. */
  readonly info: LinkLog
  readonly debug: LinkLog
  /** Counts what signalling did not take. */
  readonly onRefusal?: SignallingOptions['onRefusal']
}

export type RunningVoice = {
  /** The id of its first session. */
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
  return (await prepareVoice(settings, logs)).begin()
}

/** A voice that could take the place of another at once. */
type PreparedVoice = {
  /** Takes up the calls of a process that was killed, if one was; resolves when calls can come. */
  readonly begin: () => Promise<RunningVoice>
  /** It was not needed. */
  readonly end: () => Promise<void>
}

/** Has the media ready, and touches nothing that belongs to a running voice. */
export async function prepareVoice(
  settings: VoiceSettings,
  logs: VoiceLogs,
): Promise<PreparedVoice> {
  const fromMedia = createStartupBuffer<MediaFact>()
  const sound = await soundSettings(settings)
  const { debug: log, info: note } = logs
  const media = await startMedia({ ...sound, isSpare: true, onFact: fromMedia.put, log, note })
  return {
    begin: () =>
      beginVoice(settings, logs, (onFact, goOn) => {
        fromMedia.open(onFact)
        media.mendRecordings(goOn)
        return media
      }),
    end: () => media.stop(),
  }
}

async function beginVoice(
  settings: VoiceSettings,
  logs: VoiceLogs,
  openMedia: (onFact: (fact: MediaFact) => void, goOn: readonly RecordingId[]) => Media,
): Promise<RunningVoice> {
  const facts = createStartupBuffer<VoiceFact>()
  let isCentreGone = (): boolean => false
  const checkpoint = openCheckpoint(settings.dataDir, logs.info)
  const { previous } = checkpoint
  const firstVoice = previous.voice ?? newVoiceId()
  if (previous.voice === undefined) checkpoint.put({ entry: 'session', voice: firstVoice })
  else checkpoint.put({ entry: 'resumed', at: Date.now() })
  const voice = await openVoice(settings, logs, {
    openMedia: (onFact) => Promise.resolve(openMedia(onFact, [...previous.recordings.keys()])),
    checkpoint,
    isCentreGone: () => isCentreGone(),
    tell: facts.put,
  })
  const link = await openLink(settings.voiceSocket, voice, firstVoice, checkpoint, logs.info)
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
    checkpoint.discard()
  }
  let ending: Promise<void> | undefined
  return {
    id: firstVoice,
    drain: (tell) => drain(voice, tell),
    end: () => (ending ??= finish()),
  }
}

/** The session of a process that was killed goes on, under its name. */
function openLink(
  socketPath: string,
  voice: Voice,
  first: VoiceId,
  checkpoint: CheckpointFile,
  log: LinkLog,
): Promise<VoiceEnd> {
  const { previous } = checkpoint
  const ids = previous.voice === undefined ? [first] : []
  return startVoiceEnd({
    socketPath,
    newVoiceId: () => ids.pop() ?? newVoiceId(),
    ...(previous.voice !== undefined && { previous: { ...previous, voice: previous.voice } }),
    checkpoint,
    onEffect: voice.perform,
    onNewSession() {
      voice.hangUpAll('voice-lost')
      return voice.registered().map((agent) => ({ type: 'device.registered', agent }))
    },
    legCount: voice.legCount,
    now: Date.now,
    log,
  })
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
  {
    checkpoint,
    ...session
  }: Pick<VoiceOptions, 'openMedia' | 'isCentreGone' | 'tell'> & { checkpoint: CheckpointFile },
): Promise<Voice> {
  const { drachtio, secret, sipProxies: proxies = [], sipOutboundProxy: outboundProxy } = settings
  const host = settings.sipDomain ?? settings.host
  const { unseal } = createSeal(secret)
  const previous = skipCrashingLegs(checkpoint.previous, Date.now())
  // Each process numbers its legs by itself.
  const voice = newVoiceId()
  const name = nameOf(settings.dataDir)
  return startVoice({
    ...session,
    openSignalling: (handlers) =>
      startSignalling({
        drachtio,
        host,
        secret,
        voice,
        name,
        unseal,
        proxies,
        outboundProxy,
        ...handlers,
        ...(logs.onRefusal && { onRefusal: logs.onRefusal }),
        log: logs.info,
      }),
    ...(previous.voice !== undefined && { previous }),
    checkpoint: checkpoint.put,
    log: logs.info,
  })
}

/** Tells one voice node from others at the edge, and stays over its processes. */
function nameOf(dataDir: string): string {
  return createHash('sha256')
    .update(`${hostname()} ${resolve(dataDir)}`)
    .digest('hex')
    .slice(0, 16)
}

async function soundSettings({ mediaPackets: packets = 'native', ...settings }: VoiceSettings) {
  const { host, announcedAddress, audioCodecs, srtp, web, recording } = settings
  const { rtpPortMin, rtpPortMax, dataDir, promptsDir, speech } = settings
  return {
    host,
    announced: await resolveAnnounced(announcedAddress),
    rtpPortMin,
    rtpPortMax,
    packets,
    silenceSeconds: settings.rtpSilenceSeconds,
    codecs: audioCodecs,
    srtp,
    dataDir,
    promptsDir,
    ...(web && { web }),
    speech,
    ...(recording && { recording }),
  }
}

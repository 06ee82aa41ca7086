import { createHash, randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { VoiceFact } from '../core/event.ts'
import { named, type RecordingId, type VoiceId } from '../core/names.ts'
import type { MediaFact } from '../media/facts.ts'
import type { Media } from '../media/media.ts'
import { startMedia } from '../media/start-media.ts'
import type { SignallingOptions } from '../sip/signalling.ts'
import { startSignalling } from '../sip/start.ts'
import type { Config } from '../server/config/config.ts'
import type { Log } from '../server/link/lines.ts'
import { createSeal } from '../server/sealed.ts'
import { startVoiceEnd, type VoiceEnd } from '../server/link/voice-end.ts'
import { resolveAnnounced } from '../server/announced-address.ts'
import { createInlet } from './inlet.ts'
import { harmless } from './notes/harmless.ts'
import { type NotesBook, openNotes } from './notes/notes-book.ts'
import { startVoice, type Voice, type VoiceOptions } from './voice.ts'

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
  /** Counts what signalling did not take. */
  readonly onRefusal?: SignallingOptions['onRefusal']
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
  return (await prepareVoice(settings, logs)).begin()
}

/** A voice that could take the place of another at once. */
export type PreparedVoice = {
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
  const fromMedia = createInlet<MediaFact>()
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
  const facts = createInlet<VoiceFact>()
  let isCentreGone = (): boolean => false
  const notes = openNotes(settings.dataDir, logs.info)
  const { former } = notes
  const firstVoice = former.voice ?? newVoiceId()
  if (former.voice === undefined) notes.put({ note: 'life', voice: firstVoice })
  else notes.put({ note: 'takenUp', at: Date.now() })
  const voice = await openVoice(settings, logs, {
    openMedia: (onFact) => Promise.resolve(openMedia(onFact, [...former.recordings.keys()])),
    notes,
    isCentreGone: () => isCentreGone(),
    tell: facts.put,
  })
  const link = await openLink(settings.voiceSocket, voice, firstVoice, notes, logs.info)
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
    notes.discard()
  }
  let ending: Promise<void> | undefined
  return {
    id: firstVoice,
    drain: (tell) => drain(voice, tell),
    end: () => (ending ??= finish()),
  }
}

/** The life of a process that was killed goes on, under its name. */
function openLink(
  socketPath: string,
  voice: Voice,
  first: VoiceId,
  notes: NotesBook,
  log: Log,
): Promise<VoiceEnd> {
  const { former } = notes
  const ids = former.voice === undefined ? [first] : []
  return startVoiceEnd({
    socketPath,
    newVoiceId: () => ids.pop() ?? newVoiceId(),
    ...(former.voice !== undefined && { former: { ...former, voice: former.voice } }),
    notes,
    onEffect: voice.perform,
    onNewLife() {
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
    notes,
    ...life
  }: Pick<VoiceOptions, 'openMedia' | 'isCentreGone' | 'tell'> & { notes: NotesBook },
): Promise<Voice> {
  const { drachtio, secret, sipProxies: proxies = [], sipOutboundProxy: outboundProxy } = settings
  const host = settings.sipDomain ?? settings.host
  const { unseal } = createSeal(secret)
  const former = harmless(notes.former, Date.now())
  // Each process numbers its legs by itself.
  const voice = newVoiceId()
  const name = nameOf(settings.dataDir)
  return startVoice({
    ...life,
    openSignalling: (handlers) =>
      startSignalling({
        ...{ drachtio, host, secret, voice, name, unseal, proxies, outboundProxy },
        ...handlers,
        ...(logs.onRefusal && { onRefusal: logs.onRefusal }),
        log: logs.info,
      }),
    ...(former.voice !== undefined && { former }),
    note: notes.put,
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
    ...{ host, announced: await resolveAnnounced(announcedAddress), rtpPortMin, rtpPortMax },
    ...{ packets, silenceSeconds: settings.rtpSilenceSeconds, codecs: audioCodecs, srtp },
    ...{ dataDir, promptsDir, ...(web && { web }), speech, ...(recording && { recording }) },
  }
}

import type { VoiceEffect } from '../core/effect.ts'
import type { VoiceFact } from '../core/event.ts'
import type { AgentId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import type { MediaFact } from '../media/facts.ts'
import type { Media } from '../media/media.ts'
import type { Signalling, SignallingFact, SignallingOptions } from '../sip/signalling.ts'
import type { CheckpointEntry } from './checkpoint/checkpoint-entry.ts'
import { hangUpLeg } from './end-leg.ts'
import { describe } from './leg-endpoint.ts'
import { perform } from './perform.ts'
import { reportMedia, reportSignalling } from './report.ts'
import { type PreviousCalls, previousDialogs, resumeCalls, resumeSound } from './resume-calls.ts'
import { createSerialQueue, type SerialQueue } from './serial-queue.ts'
import { createStartupBuffer } from './startup-buffer.ts'
import { createTrunkTerms, type TrunkTerms } from './trunk-terms.ts'
import { createVoiceLegs, type VoiceLegs } from './voice-legs.ts'

export type VoiceOptions = {
  readonly openMedia: (onFact: (fact: MediaFact) => void) => Promise<Media>
  readonly openSignalling: (
    handlers: Pick<SignallingOptions, 'onFact' | 'onReoffer' | 'onCheckpoint' | 'previous'>,
  ) => Promise<Signalling>
  readonly tell: (fact: VoiceFact) => void
  /** What the process before us has noted: its calls go on. */
  readonly previous?: PreviousCalls | undefined
  readonly checkpoint?: (entry: VoiceCheckpointEntry) => void
  /** Nobody will answer new calls soon: they are refused unannounced. */
  readonly isCentreGone: () => boolean
  readonly log: (fields: object, message: string) => void
}

/** For the next process. */
export type VoiceCheckpointEntry = Extract<
  CheckpointEntry,
  { entry: 'signalling' | 'endpoint' | 'early' }
>

/** Legs: signalling and media under one LegId. Does what it is told, and says what happened. */
export type Voice = {
  /** Never throws: what fails, fails one leg. */
  readonly perform: (effect: VoiceEffect) => void
  readonly hangUpAll: (reason: ReasonCode) => void
  /** 503 to callers whom nobody has answered. */
  readonly refuseUnanswered: () => void
  readonly registered: () => readonly AgentId[]
  readonly legCount: () => number
  /** New calls get 503. */
  readonly drain: () => void
  /** Hangs up what is left; resolves when the recordings are written. */
  readonly stop: () => Promise<void>
}

/** What the context of the voice process share. */
export type VoiceContext = Pick<VoiceOptions, 'tell' | 'isCentreGone' | 'previous' | 'log'> & {
  readonly checkpoint: (entry: VoiceCheckpointEntry) => void
  readonly media: Media
  readonly signalling: Signalling
  readonly legs: VoiceLegs
  readonly serialQueue: SerialQueue
  readonly trunkTerms: TrunkTerms
}

export async function startVoice(options: VoiceOptions): Promise<Voice> {
  const { tell, isCentreGone, previous, checkpoint = () => undefined, log } = options
  const legs = createVoiceLegs()
  const serialQueue = createSerialQueue()
  const fromMedia = createStartupBuffer<MediaFact>()
  const fromSignalling = createStartupBuffer<SignallingFact>()
  const media = await options.openMedia(fromMedia.put)
  if (previous) legs.resume(previous.legs)
  const lost = previous
    ? await resumeSound(previous, { media, legs, checkpoint, log }, Date.now)
    : []
  const signalling = await options.openSignalling({
    onFact: fromSignalling.put,
    onReoffer: (leg, offer) =>
      serialQueue.run([leg], () =>
        describe(leg, (endpoint) => endpoint.reanswer(offer), { legs, checkpoint }),
      ),
    onCheckpoint: (made) => checkpoint({ entry: 'signalling', checkpoint: made }),
    ...(previous && { previous: { ...previous, legs: previousDialogs(previous) } }),
  })
  const trunkTerms = createTrunkTerms()
  const rooms = { media, signalling, legs, serialQueue, trunkTerms }
  const context = { ...rooms, tell, isCentreGone, previous, checkpoint, log }
  if (previous) resumeCalls(previous, lost, context)
  fromMedia.open((fact) => reportMedia(fact, context))
  fromSignalling.open((fact) => reportSignalling(fact, context))
  const hangUpAll = (reason: ReasonCode): void => {
    for (const leg of legs.ids()) hangUpLeg(leg, reason, context)
  }
  return {
    perform: (effect) => perform(effect, context),
    hangUpAll,
    refuseUnanswered() {
      for (const leg of legs.unanswered())
        perform({ do: 'refuse', leg, status: 503, reason: 'overloaded' }, context)
    },
    registered: () => signalling.registered(),
    legCount: () => legs.ids().length,
    drain: () => signalling.drain(),
    async stop() {
      hangUpAll('draining')
      await media.stop()
      await signalling.stop()
    },
  }
}

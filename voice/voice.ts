import type { VoiceEffect } from '../core/effect.ts'
import type { VoiceFact } from '../core/event.ts'
import type { AgentId, LegId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import type { MediaFact } from '../media/facts.ts'
import type { Media } from '../media/media.ts'
import { MediaRefusal } from '../media/refusal.ts'
import type { Signalling, SignallingFact, SignallingOptions } from '../sip/signalling.ts'
import type { VoiceCheckpointEntry } from './leg.ts'
import { createVoiceLegs, type VoiceLegs } from './legs.ts'
import { onMediaFact, onSignallingFact } from './on-fact.ts'
import { perform } from './perform.ts'
import { type PreviousCalls, previousDialogs, resumeCalls, resumeSound } from './resume-calls.ts'
import { createSerialQueue } from './serial-queue.ts'
import { createStartupBuffer } from './startup-buffer.ts'

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

export async function startVoice(options: VoiceOptions): Promise<Voice> {
  const { previous, checkpoint = () => undefined } = options
  const fromMedia = createStartupBuffer<MediaFact>()
  const fromSignalling = createStartupBuffer<SignallingFact>()
  const media = await options.openMedia(fromMedia.put)
  const { tell, log } = options
  const legs = createVoiceLegs({ media, serialQueue: createSerialQueue(), tell, checkpoint, log })
  const lost = previous ? await resumeSound(previous, legs, Date.now) : []
  const signalling = await options.openSignalling({
    onFact: fromSignalling.put,
    onReoffer: (leg, offer) => reanswer(leg, offer, legs),
    onCheckpoint: (made) => checkpoint({ entry: 'signalling', checkpoint: made }),
    ...(previous && { previous: { ...previous, legs: previousDialogs(previous) } }),
  })
  legs.setSignalling(signalling)
  if (previous) resumeCalls(previous, lost, legs)
  const report = { legs, isCentreGone: options.isCentreGone, previous }
  fromMedia.open((fact) => onMediaFact(fact, report))
  fromSignalling.open((fact) => onSignallingFact(fact, report))
  return faceOf(legs, media, signalling)
}

function faceOf(legs: VoiceLegs, media: Media, signalling: Signalling): Voice {
  const hangUpAll = (reason: ReasonCode): void => {
    for (const leg of legs.all()) leg.hangUp(reason)
  }
  return {
    perform: (effect) => perform(effect, legs),
    hangUpAll,
    refuseUnanswered() {
      for (const leg of legs.all()) if (leg.isUnanswered) leg.refuse(503, 'overloaded')
    },
    registered: () => signalling.registered(),
    legCount: () => legs.all().length,
    drain: () => signalling.drain(),
    async stop() {
      hangUpAll('draining')
      await media.stop()
      await signalling.stop()
    },
  }
}

async function reanswer(leg: LegId, offer: string, legs: VoiceLegs): Promise<string> {
  const known = legs.find(leg)
  if (!known) throw new MediaRefusal('bad-offer', `leg ${leg} is not open`)
  return known.reanswer(offer)
}

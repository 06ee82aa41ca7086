import type { VoiceEffect } from '../core/effect.ts'
import type { VoiceFact } from '../core/event.ts'
import type { AgentId } from '../core/names.ts'
import type { Slug } from '../core/slug.ts'
import type { MediaFact } from '../media/facts.ts'
import type { Media } from '../media/media.ts'
import type { Signalling, SignallingFact, SignallingOptions } from '../sip/signalling.ts'
import { hangUpLeg } from './end-leg.ts'
import { createInlet } from './inlet.ts'
import { createLanes, type Lanes } from './lanes.ts'
import { describe } from './leg-endpoint.ts'
import type { Note } from './notes/note.ts'
import { perform } from './perform.ts'
import { reportMedia, reportSignalling } from './report.ts'
import { createTrunkTerms, type TrunkTerms } from './trunk-terms.ts'
import { type FormerCalls, formerDialogs, takeUpLegs, takeUpSound } from './take-up.ts'
import { createVoiceLegs, type VoiceLegs } from './voice-legs.ts'

export type VoiceOptions = {
  readonly openMedia: (onFact: (fact: MediaFact) => void) => Promise<Media>
  readonly openSignalling: (
    handlers: Pick<SignallingOptions, 'onFact' | 'onReoffer' | 'onMemo' | 'former'>,
  ) => Promise<Signalling>
  readonly tell: (fact: VoiceFact) => void
  /** What the process before us has noted: its calls go on. */
  readonly former?: FormerCalls | undefined
  readonly note?: (note: VoiceNote) => void
  /** Nobody will answer new calls soon: they are refused unannounced. */
  readonly isCentreGone: () => boolean
  readonly log: (fields: object, message: string) => void
}

/** For the next process. */
export type VoiceNote = Extract<Note, { note: 'memo' | 'endpoint' | 'early' }>

/** Legs: signalling and media under one LegId. Does what it is told, and says what happened. */
export type Voice = {
  /** Never throws: what fails, fails one leg. */
  readonly perform: (effect: VoiceEffect) => void
  readonly hangUpAll: (reason: Slug) => void
  /** 503 to callers whom nobody has answered. */
  readonly refuseUnanswered: () => void
  readonly registered: () => readonly AgentId[]
  readonly legCount: () => number
  /** New calls get 503. */
  readonly drain: () => void
  /** Hangs up what is left; resolves when the recordings are written. */
  readonly stop: () => Promise<void>
}

/** What the parts of the voice process share. */
export type VoiceParts = Pick<VoiceOptions, 'tell' | 'isCentreGone' | 'former' | 'log'> & {
  readonly note: (note: VoiceNote) => void
  readonly media: Media
  readonly signalling: Signalling
  readonly legs: VoiceLegs
  readonly lanes: Lanes
  readonly trunkTerms: TrunkTerms
}

export async function startVoice(options: VoiceOptions): Promise<Voice> {
  const { tell, isCentreGone, former, note = () => undefined, log } = options
  const legs = createVoiceLegs()
  const lanes = createLanes()
  const fromMedia = createInlet<MediaFact>()
  const fromSignalling = createInlet<SignallingFact>()
  const media = await options.openMedia(fromMedia.put)
  if (former) legs.takeUp(former.legs)
  const lost = former ? await takeUpSound(former, { media, legs, note, log }, Date.now) : []
  const signalling = await options.openSignalling({
    onFact: fromSignalling.put,
    onReoffer: (leg, offer) =>
      lanes.run([leg], () => describe(leg, (endpoint) => endpoint.reanswer(offer), { legs, note })),
    onMemo: (memo) => note({ note: 'memo', memo }),
    ...(former && { former: { ...former, legs: formerDialogs(former) } }),
  })
  const trunkTerms = createTrunkTerms()
  const rooms = { media, signalling, legs, lanes, trunkTerms }
  const parts = { ...rooms, tell, isCentreGone, former, note, log }
  if (former) takeUpLegs(former, lost, parts)
  fromMedia.open((fact) => reportMedia(fact, parts))
  fromSignalling.open((fact) => reportSignalling(fact, parts))
  const hangUpAll = (reason: Slug): void => {
    for (const leg of legs.ids()) hangUpLeg(leg, reason, parts)
  }
  return {
    perform: (effect) => perform(effect, parts),
    hangUpAll,
    refuseUnanswered() {
      for (const leg of legs.unanswered())
        perform({ do: 'refuse', leg, status: 503, reason: 'overloaded' }, parts)
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

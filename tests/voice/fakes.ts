import type { VoiceFact } from '../../core/event.ts'
import { type LegId, named } from '../../core/names.ts'
import type { MediaEndpoint, SipTerms } from '../../media/endpoint/endpoint.ts'
import type { MediaFact } from '../../media/facts.ts'
import type { Media, MediaParty } from '../../media/media.ts'
import { MediaRefusal } from '../../media/refusal.ts'
import type { Signalling, SignallingFact, SignallingOptions } from '../../sip/signalling.ts'
import { startVoice, type Voice } from '../../voice/voice.ts'

export const caller = named<LegId>('caller')
/** The caller's INVITE. */
export const arrived = {
  type: 'leg.arrived',
  leg: caller,
  number: '95000',
  from: '138',
  via: 'sip',
  offer: 'their sdp',
} as const satisfies SignallingFact

/** A voice between stand-ins of its two rooms, which note down what they are asked for. */
export type Stage = {
  readonly voice: Voice
  readonly facts: VoiceFact[]
  readonly asked: string[]
  /** Lines of the log. */
  readonly logged: object[]
  readonly fromMedia: (fact: MediaFact) => void
  readonly sip: Pick<SignallingOptions, 'onFact' | 'onReoffer'>
  /** Lets the next endpoint open. */
  readonly open: () => Promise<void>
  centreGone: boolean
}

export async function createStage({
  slowMedia = false,
  refuses = '',
  refusesReoffer = false,
} = {}): Promise<Stage> {
  const asked: string[] = []
  const facts: VoiceFact[] = []
  const logged: object[] = []
  const doors: (() => void)[] = []
  const door = async (): Promise<void> => {
    if (slowMedia) await new Promise<void>((resolve) => doors.push(resolve))
  }
  const opening = async (name: string, leg: LegId, sdp: string): Promise<string> => {
    asked.push(`media.${name} ${leg}`)
    await door()
    if (sdp === refuses) throw new MediaRefusal('no-common-codec', 'none in common')
    return `sdp for ${leg}`
  }
  const openEndpoint = (leg: LegId, party: MediaParty): MediaEndpoint => {
    const terms = 'checkpoint' in party ? '' : termsOf(party.terms)
    const kind = 'called' in party ? `.${party.called}` : ''
    return {
      answer: (offer) => opening(`answer${terms}`, leg, offer),
      offer: () => opening(`offer${kind}${terms}`, leg, '-'),
      resume: async () => void asked.push(`media.resume ${leg}`),
      accept: async (answer) => {
        await opening('accept', leg, answer)
      },
      reanswer: (offer) => opening('reanswer', leg, offer),
      reoffer: () => opening('reoffer', leg, '-'),
      checkpoint: () => undefined,
      close: () => void asked.push(`media.close ${leg}`),
    }
  }
  const media: Media = {
    openEndpoint,
    mendRecordings: (goOn) => void asked.push(`media.mend ${goOn.join()}`),
    perform: (effect) => {
      const detail = effect.do === 'hear' ? JSON.stringify(effect.rows) : ''
      asked.push(`media.${effect.do}${detail && ` ${detail}`}`)
    },
    legs: () => [],
    stop: async () => void asked.push('media.stop'),
  }
  const signalling = createSignalling(asked, refusesReoffer)
  const handlers: { fromMedia?: Stage['fromMedia']; sip?: Stage['sip'] } = {}
  const stage = { facts, asked, logged, centreGone: false }
  const voice = await startVoice({
    openMedia: async (onFact) => {
      handlers.fromMedia = onFact
      return media
    },
    openSignalling: async (sip) => {
      handlers.sip = sip
      return signalling.room((fact) => sip.onFact(fact))
    },
    tell: (fact) => void facts.push(fact),
    isCentreGone: () => stage.centreGone,
    log: (fields, message) => void logged.push({ ...fields, message }),
  })
  if (!handlers.fromMedia || !handlers.sip) throw new Error('voice opened no rooms')
  return Object.assign(stage, {
    voice,
    fromMedia: handlers.fromMedia,
    sip: handlers.sip,
    open: async () => {
      doors.shift()?.()
      await settle()
    },
  })
}

const termsOf = ({ codecs = [], srtp }: SipTerms = {}): string =>
  codecs.length > 0 || srtp ? `(${[...codecs, srtp].join(' ')})` : ''

/** Lets all promises that can go on go on. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Knows its legs only so far that a leg ends once, as the real room does. */
function createSignalling(asked: string[], refusesReoffer: boolean) {
  const legs = new Set<LegId>()
  return {
    room: (onFact: SignallingOptions['onFact']): Signalling => {
      const end = (leg: LegId, reason: Parameters<Signalling['hangUp']>[1]): void => {
        if (legs.delete(leg)) onFact({ type: 'leg.ended', leg, reason })
      }
      return {
        progress: (leg, sdp) => void (legs.add(leg), asked.push(`sip.progress ${leg} ${sdp}`)),
        answer: (leg, sdp) => void (legs.add(leg), asked.push(`sip.answer ${leg} ${sdp}`)),
        refuse: (leg, status, reason) => {
          asked.push(`sip.refuse ${leg} ${status} ${reason}`)
          end(leg, reason)
        },
        reoffer: async (leg, makeOffer) => {
          const offer = await makeOffer()
          asked.push(`sip.reoffer ${leg} ${offer}`)
          if (refusesReoffer) throw new Error('refused')
          return `answer of ${leg}`
        },
        perform: (effect) => void asked.push(`sip.${effect.do}`),
        ring: (leg) => void (legs.add(leg), asked.push(`sip.ring ${leg}`)),
        hangUp: (leg, reason) => {
          asked.push(`sip.hangUp ${leg} ${reason}`)
          end(leg, reason)
        },
        legs: () => [...legs],
        registered: () => [],
        drain: () => void asked.push('sip.drain'),
        stop: async () => void asked.push('sip.stop'),
      }
    },
  }
}

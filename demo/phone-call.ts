import type { Language } from '../core/language.ts'
import { named, type LegId, type PlayId, type PromptId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import type { MediaEndpoint } from '../media/endpoint/endpoint.ts'
import type { Media, MediaParty } from '../media/media.ts'
import type { Signalling } from '../sip/signalling.ts'
import { between, oneOf } from './chance.ts'

export type PhoneRooms = { readonly media: Media; readonly signalling: Signalling }

/** The demo's end of one call. */
export type PhoneCall = {
  /** False: it ended without having been answered. */
  readonly answered: Promise<boolean>
  readonly ended: Promise<void>
  readonly isOver: () => boolean
  /** Sends keys, RFC 4733. */
  readonly press: (digits: string) => void
  /** Talks, with pauses, until the call is over. */
  readonly talk: (language: Language) => void
  readonly hangUp: () => void
}

/** What signalling and media tell about a call. */
export type PhoneCallEnd = PhoneCall & {
  /** It is closed when the call is over. */
  readonly openEndpoint: (party: MediaParty) => MediaEndpoint
  readonly endpoint: () => MediaEndpoint | undefined
  readonly onAnswered: () => void
  readonly onPlayed: () => void
  readonly onEnded: (reason: ReasonCode) => void
}

export function createPhoneCall(leg: LegId, { media, signalling }: PhoneRooms): PhoneCallEnd {
  let [isOver, plays] = [false, 0]
  let language: Language | undefined
  let pause: NodeJS.Timeout | undefined
  let [onAnswered, onEnded] = [(_is: boolean): void => undefined, (): void => undefined]
  let endpoint: MediaEndpoint | undefined
  const answered = new Promise<boolean>((resolve) => (onAnswered = resolve))
  const ended = new Promise<void>((resolve) => (onEnded = resolve))

  const speak = () => {
    if (isOver || !language) return
    const play = named<PlayId>(`${leg}.p${++plays}`)
    media.perform({ do: 'play', leg, play, prompts: inventSpeech(language) })
  }
  const end = () => {
    if (isOver) return
    isOver = true
    clearTimeout(pause)
    endpoint?.close()
    onAnswered(false)
    onEnded()
  }
  return {
    openEndpoint: (party) => (endpoint = media.openEndpoint(leg, party)),
    endpoint: () => endpoint,
    answered,
    ended,
    isOver: () => isOver,
    press: (digits) => media.perform({ do: 'sendDigits', leg, digits }),
    talk(chosen) {
      if (language) return
      language = chosen
      speak()
    },
    hangUp() {
      if (isOver) return
      signalling.hangUp(leg, 'hung-up')
      end()
    },
    onAnswered: () => onAnswered(true),
    onPlayed: () => (pause = setTimeout(speak, between(500, 3_000))),
    onEnded: end,
  }
}

const sentences = ['welcome', 'menu', 'please-wait', 'transferring', 'goodbye'] as const
const mostNumbers = 6

/** Something to say: prompts of the house in this language. It makes no sense, but it is a voice. */
function inventSpeech(language: Language): PromptId[] {
  const numbers = Array.from({ length: Math.floor(between(1, mostNumbers)) }, () =>
    prompt(language, `number/${Math.floor(between(1, 99))}`),
  )
  return [prompt(language, oneOf(sentences)), ...numbers]
}

const prompt = (language: Language, name: string): PromptId =>
  named<PromptId>(`${language}/${name}`)

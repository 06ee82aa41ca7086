import type { EventOf } from '../event.ts'
import type { CallbackRule } from '../policy.ts'
import { speakValue } from '../speaking/speak-value.ts'
import type { SpokenValue } from '../speaking/value.ts'
import { callableNumber } from './booking.ts'
import type { Waiting } from './phases.ts'

/** What a waiting caller hears of his place, in prompts of his language; empty where nothing is to be said. */
export function announcementOf(
  contact: Waiting,
  { first, position, tells }: EventOf<'contact.positioned'>,
  callback: CallbackRule | undefined,
): readonly string[] {
  const spoken = (value: SpokenValue) => speakValue(value, contact.language)
  const begin = contact.isCalledBack ? ['callback-greeting'] : first ? ['please-wait'] : []
  const words = [
    ...begin,
    ...(tells.position ? placeWords(position, spoken) : []),
    ...(tells.waitSeconds === undefined ? [] : waitWords(tells.waitSeconds, spoken)),
  ]
  const canOffer = callback && words.length > 0 && callableNumber(contact, callback) !== undefined
  return canOffer ? [...words, 'callback-offer', ...spoken({ digits: callback.key })] : words
}

type SpeakValue = (value: SpokenValue) => readonly string[]

const placeWords = (position: number, spoken: SpeakValue): readonly string[] =>
  position === 1 ? ['next'] : ['position-before', ...spoken({ number: position }), 'position-after']

/** In whole minutes, rounded up. */
const waitWords = (seconds: number, spoken: SpeakValue): readonly string[] =>
  seconds < 60
    ? ['wait-short']
    : ['wait-before', ...spoken({ durationSeconds: Math.ceil(seconds / 60) * 60 })]

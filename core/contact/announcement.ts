import type { EventOf } from '../event.ts'
import type { CallbackRule } from '../policy.ts'
import { callableNumber } from './booking.ts'
import type { Waiting } from './phases.ts'

/** Numbers up to this one are recorded; what is higher is not said. */
const highestSpokenNumber = 99

/** What a waiting caller hears of his place, in prompts of his language; empty where nothing is to be said. */
export function announcementOf(
  contact: Waiting,
  { first, position, tells }: EventOf<'contact.positioned'>,
  callback: CallbackRule | undefined,
): readonly string[] {
  const spoken = (number: number | string) => `${contact.language}/number/${number}`
  const begin = contact.isCalledBack ? ['callback-greeting'] : first ? ['please-wait'] : []
  const words = [
    ...begin,
    ...(tells.position ? placeWords(position, spoken) : []),
    ...(tells.waitSeconds === undefined ? [] : waitWords(tells.waitSeconds, spoken)),
  ]
  const canOffer = callback && words.length > 0 && callableNumber(contact) !== undefined
  return canOffer ? [...words, 'callback-offer', keyWord(callback.key, spoken)] : words
}

type Spoken = (number: number | string) => string

function placeWords(position: number, spoken: Spoken): readonly string[] {
  if (position === 1) return ['next']
  return position > highestSpokenNumber
    ? []
    : ['position-before', spoken(position), 'position-after']
}

function waitWords(seconds: number, spoken: Spoken): readonly string[] {
  if (seconds < 60) return ['wait-short']
  const minutes = Math.ceil(seconds / 60)
  if (minutes > highestSpokenNumber) return []
  return ['wait-before', spoken(minutes), minutes === 1 ? 'wait-minute' : 'wait-minutes']
}

const keyWord = (key: string, spoken: Spoken): string =>
  key === '*' ? 'key-star' : key === '#' ? 'key-pound' : spoken(key)

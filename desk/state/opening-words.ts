import type { Destination, Hours, Opening } from '../../core/policy.ts'
import type { Queue } from '../../core/tenant.ts'
import type { Language } from '../words/language.ts'
import type { RoutingWords } from '../words/routing-words.ts'
import { formatPhoneNumber } from './phone-number.ts'

/** Where callers are led, such as `the queue Support`. */
export function sayDestination(
  to: Destination,
  words: RoutingWords,
  queues: readonly Pick<Queue, 'id' | 'name'>[],
  language: Language,
): string {
  const said = words.destination
  if ('queue' in to) {
    const queue = queues.find(({ id }) => id === to.queue)
    return said.queue(queue?.name[language] ?? to.queue)
  }
  if ('number' in to) return said.uri(formatPhoneNumber(to.number))
  if ('uri' in to) return said.uri(to.uri.replace(/^sips?:/, ''))
  if ('voicemail' in to) return said.voicemail
  return 'callback' in to ? said.callback : said.goodbye
}

/** `Mon–Fri`, `周一至周五`; days that do not follow one another are named one by one. */
function sayDays(days: readonly number[], words: RoutingWords): string {
  const sorted = [...days].sort((a, b) => a - b)
  const name = (day: number | undefined) => words.days[(day ?? 1) - 1] ?? ''
  const [first, last] = [sorted[0], sorted.at(-1)]
  const inARow = sorted.length > 2 && (last ?? 0) - (first ?? 0) === sorted.length - 1
  return inARow ? `${name(first)}${words.toDay}${name(last)}` : sorted.map(name).join(' ')
}

const sayTimes = ({ days, from, to }: Hours, words: RoutingWords) =>
  `${sayDays(days, words)} ${from}–${to}`

/** The hours of a queue in one line. */
export function sayHours(opening: Pick<Opening, 'hours'> | undefined, words: RoutingWords): string {
  if (opening?.hours === undefined) return words.always
  return opening.hours.map((each) => sayTimes(each, words)).join(words.and)
}

import type { Language } from '../../core/language.ts'
import type { Destination, Hours, Opening } from '../../core/policy.ts'
import type { Queue } from '../../core/tenant.ts'
import type { RoutingMessages } from '../messages/routing-messages.ts'
import { formatPhoneNumber } from './phone-number.ts'

/** Where callers are led, such as `the queue Support`. */
export function sayDestination(
  to: Destination,
  messages: RoutingMessages,
  queues: readonly Pick<Queue, 'id' | 'name'>[],
  language: Language,
): string {
  const said = messages.destination
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
function sayDays(days: readonly number[], messages: RoutingMessages): string {
  const sorted = [...days].sort((a, b) => a - b)
  const name = (day: number | undefined) => messages.days[(day ?? 1) - 1] ?? ''
  const [first, last] = [sorted[0], sorted.at(-1)]
  const inARow = sorted.length > 2 && (last ?? 0) - (first ?? 0) === sorted.length - 1
  return inARow ? `${name(first)}${messages.toDay}${name(last)}` : sorted.map(name).join(' ')
}

const sayTimes = ({ days, from, to }: Hours, messages: RoutingMessages) =>
  `${sayDays(days, messages)} ${from}–${to}`

/** The hours of a queue in one line. */
export function sayHours(
  opening: Pick<Opening, 'hours'> | undefined,
  messages: RoutingMessages,
): string {
  if (opening?.hours === undefined) return messages.always
  return opening.hours.map((each) => sayTimes(each, messages)).join(messages.and)
}

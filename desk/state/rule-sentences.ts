import type { Language } from '../../core/language.ts'
import { type QueueRule, recordingRule, type Relaxation } from '../../core/policy.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { RoutingMessages } from '../messages/routing-messages.ts'
import type { RuleMessages } from '../messages/rule-messages.ts'
import { namesOf, saySkills } from './name-lists.ts'
import { sayDestination, sayHours } from './opening-words.ts'

type RulePart = keyof RuleMessages['part']
/** One side of a rule, in words. */
type RuleSentence = { readonly part: RulePart; readonly text: string }

/** What the sentences are made with. */
type SentenceMessages = {
  readonly rule: RuleMessages
  readonly routing: RoutingMessages
  readonly language: Language
}

type NamedParts = Pick<Tenant, 'queues' | 'skills'>
type Say = (rule: QueueRule, tongue: SentenceMessages, names: NamedParts) => string | undefined

const parts: Readonly<Record<RulePart, Say>> = {
  strategy: ({ strategy, tier }, { rule: messages }) =>
    messages.strategies[strategy] + (tier === undefined ? '' : messages.firstTiers(tier)),
  order: ({ priority, ageing, weight }, { rule: messages }) =>
    messages.order(priority, ageing) + (weight === 1 ? '' : messages.weight(weight)),
  skills({ skills }, { rule: messages, language }, names) {
    const said = saySkills(skills, names.skills, language)
    return said === '' ? undefined : messages.skills(said)
  },
  relax: ({ relax }, tongue, names) =>
    inOne(
      relax.map((one) => sayRelaxation(one, tongue, names)),
      tongue,
    ),
  preferred: ({ preferredSeconds }, { rule: messages }) =>
    preferredSeconds === 0 ? undefined : messages.preferred(messages.time(preferredSeconds)),
  times: ({ ringSeconds, wrapUpSeconds }, { rule: messages }) =>
    messages.times(messages.time(ringSeconds), messages.time(wrapUpSeconds)),
  announce({ announce }, { rule: messages }) {
    const { everySeconds, position, wait } = announce
    const told = [position && messages.position, wait && messages.wait].filter(
      (one) => one !== false,
    )
    return told.length === 0
      ? messages.silent
      : messages.announces(messages.time(everySeconds), told.join(messages.and))
  },
  limits: ({ limits }, tongue, names) =>
    inOne(
      limits.map(({ when, above, to }) => {
        const { rule: messages } = tongue
        const most = when === 'size' ? String(above) : messages.time(above)
        return `${messages.limit[when](most)} ${messages.leadsTo}${sayTo(to, tongue, names)}`
      }),
      tongue,
    ),
  hours({ opening }, tongue, names) {
    const { rule: messages, routing } = tongue
    if (opening === undefined) return routing.always
    const holidays = opening.holidays?.length ?? 0
    return inOne(
      [
        sayHours(opening, routing),
        ...(holidays === 0 ? [] : [messages.holidays(holidays)]),
        messages.closedTo(sayTo(opening.closedTo, tongue, names)),
        messages.emergencyTo(sayTo(opening.emergencyTo, tongue, names)),
      ],
      tongue,
    )
  },
  callback({ callback }, { rule: messages }) {
    if (callback === undefined) return undefined
    const { key, attempts, retrySeconds, windowSeconds, first } = callback
    const said = messages.callback(
      key,
      attempts,
      messages.time(retrySeconds),
      messages.time(windowSeconds),
    )
    return `${said}${messages.separator}${messages.first[first]}`
  },
  recording(rule, { rule: messages }) {
    const { when, mask } = recordingRule(rule)
    return (
      messages.recording[when] + (mask && when !== 'never' ? messages.comma + messages.masked : '')
    )
  },
}

/** The whole rule of a queue; what it does not use is left out. */
export function ruleSentences(
  rule: QueueRule,
  tongue: SentenceMessages,
  names: NamedParts,
): readonly RuleSentence[] {
  // The boundary: `Object.keys` forgets the names of the keys.
  return (Object.keys(parts) as RulePart[]).flatMap((part) => {
    const text = parts[part](rule, tongue, names)
    return text === undefined ? [] : [{ part, text }]
  })
}

const sayTo = (
  to: Parameters<typeof sayDestination>[0],
  { routing, language }: SentenceMessages,
  { queues }: NamedParts,
) => sayDestination(to, routing, queues, language)

function sayRelaxation(
  one: Relaxation,
  { rule: messages, language }: SentenceMessages,
  names: NamedParts,
): string {
  const { afterSeconds, enoughLevel, tier, queue } = one
  const said = [
    ...(enoughLevel === undefined ? [] : [messages.enough(enoughLevel)]),
    ...(tier === undefined ? [] : [messages.upToTier(tier)]),
    ...(queue === undefined ? [] : [messages.alsoQueue(namesOf([queue], names.queues, language))]),
  ]
  return messages.after(messages.time(afterSeconds)) + said.join(messages.comma)
}

const inOne = (
  sentences: readonly string[],
  { rule: messages }: SentenceMessages,
): string | undefined => (sentences.length === 0 ? undefined : sentences.join(messages.separator))

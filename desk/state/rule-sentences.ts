import { type QueueRule, recordingRule, type Relaxation } from '../../core/policy.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { Language } from '../words/language.ts'
import type { RoutingWords } from '../words/routing-words.ts'
import type { RuleWords } from '../words/rule-words.ts'
import { sayDestination, sayHours } from './opening-words.ts'
import { namesOf } from './queue-names.ts'
import { saySkills } from './routed-words.ts'

type RulePart = keyof RuleWords['part']
/** One side of a rule, in words. */
type RuleSentence = { readonly part: RulePart; readonly text: string }

/** What the sentences are made with. */
type Tongue = {
  readonly rule: RuleWords
  readonly routing: RoutingWords
  readonly language: Language
}

type Names = Pick<Tenant, 'queues' | 'skills'>
type Say = (rule: QueueRule, tongue: Tongue, names: Names) => string | undefined

const parts: Readonly<Record<RulePart, Say>> = {
  strategy: ({ strategy, tier }, { rule: words }) =>
    words.strategies[strategy] + (tier === undefined ? '' : words.firstTiers(tier)),
  order: ({ priority, ageing, weight }, { rule: words }) =>
    words.order(priority, ageing) + (weight === 1 ? '' : words.weight(weight)),
  skills({ skills }, { rule: words, language }, names) {
    const said = saySkills(skills, names.skills, language)
    return said === '' ? undefined : words.skills(said)
  },
  relax: ({ relax }, tongue, names) =>
    inOne(
      relax.map((one) => sayRelaxation(one, tongue, names)),
      tongue,
    ),
  preferred: ({ preferredSeconds }, { rule: words }) =>
    preferredSeconds === 0 ? undefined : words.preferred(words.time(preferredSeconds)),
  times: ({ ringSeconds, wrapUpSeconds }, { rule: words }) =>
    words.times(words.time(ringSeconds), words.time(wrapUpSeconds)),
  announce({ announce }, { rule: words }) {
    const { everySeconds, position, wait } = announce
    const told = [position && words.position, wait && words.wait].filter((one) => one !== false)
    return told.length === 0
      ? words.silent
      : words.announces(words.time(everySeconds), told.join(words.and))
  },
  limits: ({ limits }, tongue, names) =>
    inOne(
      limits.map(({ when, above, to }) => {
        const { rule: words } = tongue
        const most = when === 'size' ? String(above) : words.time(above)
        return `${words.limit[when](most)} ${words.leadsTo}${sayTo(to, tongue, names)}`
      }),
      tongue,
    ),
  hours({ opening }, tongue, names) {
    const { rule: words, routing } = tongue
    if (opening === undefined) return routing.always
    const holidays = opening.holidays?.length ?? 0
    return inOne(
      [
        sayHours(opening, routing),
        ...(holidays === 0 ? [] : [words.holidays(holidays)]),
        words.closedTo(sayTo(opening.closedTo, tongue, names)),
        words.emergencyTo(sayTo(opening.emergencyTo, tongue, names)),
      ],
      tongue,
    )
  },
  callback({ callback }, { rule: words }) {
    if (callback === undefined) return undefined
    const { key, attempts, retrySeconds, windowSeconds, first } = callback
    const said = words.callback(key, attempts, words.time(retrySeconds), words.time(windowSeconds))
    return `${said}${words.separator}${words.first[first]}`
  },
  recording(rule, { rule: words }) {
    const { when, mask } = recordingRule(rule)
    return words.recording[when] + (mask && when !== 'never' ? words.comma + words.masked : '')
  },
}

/** The whole rule of a queue; what it does not use is left out. */
export function ruleSentences(
  rule: QueueRule,
  tongue: Tongue,
  names: Names,
): readonly RuleSentence[] {
  // The boundary: `Object.keys` forgets the names of the keys.
  return (Object.keys(parts) as RulePart[]).flatMap((part) => {
    const text = parts[part](rule, tongue, names)
    return text === undefined ? [] : [{ part, text }]
  })
}

const sayTo = (
  to: Parameters<typeof sayDestination>[0],
  { routing, language }: Tongue,
  { queues }: Names,
) => sayDestination(to, routing, queues, language)

function sayRelaxation(one: Relaxation, { rule: words, language }: Tongue, names: Names): string {
  const { afterSeconds, enoughLevel, tier, queue } = one
  const said = [
    ...(enoughLevel === undefined ? [] : [words.enough(enoughLevel)]),
    ...(tier === undefined ? [] : [words.upToTier(tier)]),
    ...(queue === undefined ? [] : [words.alsoQueue(namesOf([queue], names.queues, language))]),
  ]
  return words.after(words.time(afterSeconds)) + said.join(words.comma)
}

const inOne = (sentences: readonly string[], { rule: words }: Tongue): string | undefined =>
  sentences.length === 0 ? undefined : sentences.join(words.separator)

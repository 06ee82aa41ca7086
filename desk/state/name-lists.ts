import type { Language } from '../../core/language.ts'
import type { Routed } from '../../core/policy.ts'
import type { Queue, Skill } from '../../core/tenant.ts'

/** `销售、账单`, `Sales, Billing`; a queue that is gone keeps its id. */
export const namesOf = (
  ids: readonly string[],
  queues: readonly Pick<Queue, 'id' | 'name'>[],
  language: Language,
) =>
  ids
    .map((id) => queues.find((queue) => queue.id === id)?.name[language] ?? id)
    .join(language === 'zh' ? '、' : ', ')

type NamedItem = Pick<Skill | Queue, 'id' | 'name'>

const nameIn = (all: readonly NamedItem[], id: string, language: Language) =>
  all.find((one) => one.id === id)?.name[language] ?? id

/** What has a level, or a tier: `Mandarin 4, English 2`; empty when there is nothing. */
export const saySkills = (
  skills: Readonly<Record<string, number>> | undefined,
  known: readonly NamedItem[],
  language: Language,
) =>
  Object.entries(skills ?? {})
    .map(([skill, level]) => `${nameIn(known, skill, language)} ${level}`)
    .join(language === 'zh' ? '、' : ', ')

/** The queues with the tier in which somebody serves each, where it is not the first: `Sales, Billing (2)`. */
export const sayQueues = (
  { queues, tiers = {} }: Pick<Routed, 'queues' | 'tiers'>,
  known: readonly NamedItem[],
  language: Language,
) =>
  queues
    .map((queue) => {
      const tier = tiers[queue] ?? 1
      return nameIn(known, queue, language) + (tier === 1 ? '' : ` (${tier})`)
    })
    .join(language === 'zh' ? '、' : ', ')

import type { QueueId, SkillId } from '../../core/names.ts'
import type { Routed, Skills } from '../../core/policy.ts'
import type { Queue, Skill } from '../../core/tenant.ts'
import type { Language } from '../words/language.ts'

type Named<Id> = { readonly id: Id; readonly name: Skill['name'] }

const nameIn = <Id extends string>(all: readonly Named<Id>[], id: Id, language: Language) =>
  all.find((one) => one.id === id)?.name[language] ?? id

/** `Mandarin 4, Billing 2`; nothing for nobody's skill. */
export const saySkills = (
  skills: Skills | undefined,
  known: readonly Pick<Skill, 'id' | 'name'>[],
  language: Language,
) =>
  // The boundary: `Object.entries` forgets the names of the keys.
  (Object.entries(skills ?? {}) as [SkillId, number][])
    .map(([skill, level]) => `${nameIn(known, skill, language)} ${level}`)
    .join(language === 'zh' ? '、' : ', ')

/** The queues with the tier in which somebody serves each, where it is not the first: `Sales, Billing (2)`. */
export const sayQueues = (
  { queues, tiers = {} }: Pick<Routed, 'queues' | 'tiers'>,
  known: readonly Pick<Queue, 'id' | 'name'>[],
  language: Language,
) =>
  queues
    .map((queue: QueueId) => {
      const tier = tiers[queue] ?? 1
      return nameIn(known, queue, language) + (tier === 1 ? '' : ` (${tier})`)
    })
    .join(language === 'zh' ? '、' : ', ')

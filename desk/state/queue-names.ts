import type { Language, Queue } from '../../core/tenant.ts'

/** `销售、账单`, `Sales, Billing`; a queue that is gone keeps its id. */
export const namesOf = (
  ids: readonly string[],
  queues: readonly Pick<Queue, 'id' | 'name'>[],
  language: Language,
) =>
  ids
    .map((id) => queues.find((queue) => queue.id === id)?.name[language] ?? id)
    .join(language === 'zh' ? '、' : ', ')

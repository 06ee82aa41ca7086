import type { Scenario, Stream } from '../../../acd/simulate/scenario.ts'
import { named, type PromptId, type QueueId } from '../../../core/names.ts'
import { plainPolicy, type QueueRule } from '../../../core/policy.ts'
import type { Person, Tenant } from '../../../core/tenant.ts'

export const [sales, support] = ['sales', 'support'].map((id) => named<QueueId>(id)) as [
  QueueId,
  QueueId,
]

/** So many people who serve these queues; phones of their own, so that they can be rung at once. */
export const crew = (count: number, queues: readonly QueueId[], first = 1001): Person[] =>
  Array.from({ length: count }, (_, index) => ({
    id: named(String(first + index)),
    name: '',
    role: 'agent',
    queues,
    phone: 'sip:phone@127.0.0.1',
  }))

/** Two queues with T = 20 s, and what else their rules say. */
export function office(
  people: readonly Person[],
  rules: { readonly [queue: string]: Partial<QueueRule> } = {},
): Tenant {
  const queues = [sales, support].map((id) => ({
    id,
    name: { zh: id, en: id },
    serviceLevelSeconds: 20,
    music: named<PromptId>('music/default'),
    dispositions: [],
  }))
  const plain = plainPolicy(queues)
  const policy = {
    ...plain,
    queues: plain.queues.map((rule) => ({ ...rule, ...rules[rule.queue] })),
  }
  return { id: 'office', hotlines: [], flows: [], skills: [], queues, people, policy }
}

/** 200 contacts an hour of three minutes each, without wrap-up: 10 erlangs. */
export const tenErlangs: Stream = {
  queue: sales,
  arrivals: { perHour: [200], intervalSeconds: 3600 },
  talk: { kind: 'exponential', meanSeconds: 180 },
  wrapUp: { kind: 'fixed', seconds: 0 },
  patience: { kind: 'endless' },
}

/** Phones are answered at once. */
export const scenario = (streams: readonly Stream[], more: Partial<Scenario> = {}): Scenario => ({
  startAt: 0,
  utcOffsetMinutes: 0,
  lengthSeconds: 3600,
  warmUpSeconds: 0,
  streams,
  answering: { delay: { kind: 'fixed', seconds: 0 }, missShare: 0, awaySeconds: 60 },
  ...more,
})

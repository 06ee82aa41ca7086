import { named } from '../../core/names.ts'
import { plainPolicy, type QueueRule } from '../../core/policy.ts'
import { RestRefusal } from '../api/rest.ts'
import type { RoutingPolicies } from '../state/routing-draft.ts'
import { demoTenant } from './demo-tenant.ts'

const plain = plainPolicy(demoTenant.queues)

/** Each side of a rule is used somewhere. */
const rules: Readonly<Record<string, Partial<QueueRule>>> = {
  sales: {
    strategy: 'least-occupied',
    priority: 20,
    limits: [
      { when: 'size', above: 20, to: { callback: true } },
      { when: 'expected-wait', above: 300, to: { queue: named('support') } },
    ],
    callback: {
      key: '*',
      first: 'customer',
      attempts: 3,
      retrySeconds: 300,
      ringSeconds: 25,
      windowSeconds: 7200,
      uri: 'sip:{number}@trunk.example',
    },
  },
  support: {
    strategy: 'best-skill',
    skills: Object.fromEntries([['network', 3]]),
    relax: [
      { afterSeconds: 20, enoughLevel: 2 },
      { afterSeconds: 60, enoughLevel: 0, tier: 2 },
    ],
    preferredSeconds: 15,
    announce: { everySeconds: 30, position: true, wait: true, roundToSeconds: 60 },
  },
  billing: { strategy: 'top-down', tier: 1, weight: 2 },
}

const policy = {
  ...plain,
  version: '2026-winter-3',
  queues: plain.queues.map((rule) => {
    const opening = demoTenant.queues.find(({ id }) => id === rule.queue)?.opening
    return { ...rule, ...rules[rule.queue], ...(opening && { opening }) }
  }),
  agents: { ...plain.agents, occupancyCap: { share: 0.85, windowSeconds: 1800 } },
}

export const demoRouting: RoutingPolicies = {
  policy,
  trial: { share: 0.1, policy: { ...policy, version: '2026-winter-4' } },
}

/** The centre's refusal of a policy, word for word. */
export const demoRefusal = () =>
  new RestRefusal('faulty-policy', undefined, [
    {
      path: ['policy', 'queues', 1, 'skills', 'network'],
      text: {
        zh: '策略 › 队列 support › 技能 network：没有人达到这个级别',
        en: 'policy › queue support › skill network: nobody is that good',
      },
    },
    {
      path: ['policy', 'agents', 'occupancyCap', 'share'],
      text: {
        zh: '策略 › 坐席 › 占用率上限：须大于 0、不超过 1',
        en: 'policy › agents › occupancy cap: must be above 0 and at most 1',
      },
    },
  ])

import type { RoutingDirectory } from '../../../acd/policy/routing-directory.ts'
import { plainPolicy } from '../../../core/policy.ts'
import { tenant } from '../../../testkit/calls/tenant.ts'

/** Sales, support and billing, which Anna, Bert and Cleo serve; Anna speaks English. */
export const house: RoutingDirectory = {
  queues: tenant.queues,
  skills: [{ id: 'english' as never, name: { zh: '英语', en: 'English' } }],
  people: tenant.people.map((person, index) => ({
    ...person,
    queues: tenant.queues.map(({ id }) => id),
    ...(index === 0 && { skills: { english: 3 } as never }),
  })),
}
export const goodPolicy = plainPolicy(house.queues)
/** The good policy, the rule of support (the second) changed. */
export const withSupport = (...changes: object[]) => ({
  ...goodPolicy,
  queues: goodPolicy.queues.map((rule, index) =>
    index === 1 ? (Object.assign({}, rule, ...changes) as object) : rule,
  ),
})

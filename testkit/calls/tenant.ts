import { readFileSync } from 'node:fs'
import { named } from '../../core/names.ts'
import { type CallbackRule, plainPolicy, type QueueRule } from '../../core/policy.ts'
import type { Person, Queue, Tenant } from '../../core/tenant.ts'
import { readFlow } from '../../ivr/read-flow.ts'

const reading = readFlow(
  JSON.parse(readFileSync(new URL('../../ivr/flows/hotline.json', import.meta.url), 'utf8')),
)
if (!reading.ok) throw new Error(reading.faults.join('\n'))

const queue = (id: string): Queue => ({
  id: named(id),
  name: { zh: id, en: id },
  serviceLevelSeconds: 20,
  music: named('music/default'),
  dispositions: [],
})

const person = (id: string, name: string, phone?: string): Person => ({
  id: named(id),
  name,
  role: 'agent',
  queues: [named('sales'), named('support')],
  ...(phone ? { phone } : {}),
})

const queues = [queue('sales'), queue('support'), queue('billing')]

const supervisor: Person = { id: named('2001'), name: 'Sue', role: 'supervisor', queues: [] }

/** Two queues that Anna and Bert serve by softphone and Cleo on a desk phone; `billing` is served by nobody. */
export const tenant: Tenant = {
  id: 'test',
  hotlines: [{ number: '95000', name: { zh: '热线', en: 'Hotline' }, flow: named('hotline') }],
  queues,
  skills: [],
  people: [
    person('1001', 'Anna'),
    person('1002', 'Bert'),
    person('1003', 'Cleo', 'sip:cleo@desk'),
    supervisor,
  ],
  flows: [reading.flow],
  policy: plainPolicy(queues),
}

/** The same, where the sales queue is served by another rule. */
export const withSalesRule = (change: Partial<QueueRule>): Tenant => ({
  ...tenant,
  policy: {
    ...tenant.policy,
    queues: tenant.policy.queues.map((rule) =>
      rule.queue === 'sales' ? { ...rule, ...change } : rule,
    ),
  },
})

/** Customers press 1 to be called back at `sip:<number>@trunk`; the customer is dialled first. */
export const callbackRule: CallbackRule = {
  key: '1',
  first: 'customer',
  attempts: 3,
  retrySeconds: 300,
  ringSeconds: 25,
  windowSeconds: 7200,
  uri: 'sip:{number}@trunk',
}

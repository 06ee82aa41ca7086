import t from 'tap'
import { named } from '../../core/names.ts'
import type { Flow, Person } from '../../core/tenant.ts'
import { flowSteps } from '../../desk/state/flow-steps.ts'
import { formOf, isSipAddress, patchOf, personChanges } from '../../desk/state/person-changes.ts'

const anna: Person = {
  id: named('1001'),
  name: 'Anna',
  role: 'agent',
  queues: [named('sales'), named('support')],
  phone: 'sip:anna@10.0.0.7',
}

t.test('an untouched form changes nothing, whatever the order of the queues', async (t) => {
  const form = formOf(anna)
  t.same(personChanges(anna, form), [])
  t.same(personChanges(anna, { ...form, queues: ['support', 'sales'] }), [])
})

t.test('the patch holds exactly what changes', async (t) => {
  const form = { ...formOf(anna), name: 'Anne ', phone: '', password: 'long enough' }
  const changes = personChanges(anna, form)
  t.same(patchOf(changes, form.password), { name: 'Anne', phone: null, password: 'long enough' })
})

t.test(
  'skills and tiers are changed as a whole, tiers of queues not served forgotten',
  async (t) => {
    const bert = { ...anna, skills: { net: 2 }, tiers: { sales: 2, billing: 3 } } as never as Person
    const form = formOf(bert)
    t.same(personChanges(bert, form), [])
    t.same(personChanges(bert, { ...form, tiers: { ...form.tiers, support: 1 } }), [])
    const changed = { ...form, skills: { net: 4, en: 1 }, tiers: { sales: 1, support: 2 } }
    const changes = personChanges(bert, changed)
    t.same(patchOf(changes, ''), { skills: { net: 4, en: 1 }, tiers: { support: 2 } })
    t.match(changes[1], { field: 'tiers', before: { sales: 2 }, after: { support: 2 } })
  },
)

t.test('an address is a SIP URI without spaces', async (t) => {
  t.ok(isSipAddress('sip:1001@192.168.1.20:5060'))
  t.ok(isSipAddress('sips:a@b'))
  t.notOk(isSipAddress('1001@192.168.1.20'))
  t.notOk(isSipAddress('sip:10 01@host'))
})

t.test('a flow is read from its start, and what nobody reaches comes last', async (t) => {
  const node = (fields: object) => ({ kind: 'say', ...fields })
  const flow: Flow = {
    id: named('f'),
    name: { zh: '流程', en: 'Flow' },
    language: 'zh',
    start: 'menu',
    nodes: {
      alone: node({
        prompts: ['x', { number: 3, language: 'zh' }, { say: { zh: '好', en: 'fine' } }],
      }),
      bye: node({ kind: 'hangUp', prompts: ['bye'] }),
      menu: node({ kind: 'menu', keys: { '1': 'sales' }, otherwise: 'bye', tries: 2 }),
      sales: node({ kind: 'queue', queue: 'sales' }),
    },
  }
  const steps = flowSteps(flow)
  t.same(
    steps.map((step) => step.node),
    ['menu', 'sales', 'bye', 'alone'],
  )
  t.same(
    steps[3]?.prompts.map(({ zh }) => zh),
    ['x', 'number 3, language zh', '好'],
  )
  t.same(steps[0]?.exits, [
    { when: 'key', key: '1', to: 'sales' },
    { when: 'otherwise', to: 'bye' },
  ])
})

t.test('a menu that leads back to itself is read once', async (t) => {
  const menu = { kind: 'menu', keys: { '0': 'menu' } }
  const flow = { start: 'menu', nodes: { menu } } as never as Flow
  t.equal(flowSteps(flow).length, 1)
})

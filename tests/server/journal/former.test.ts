import t from 'tap'
import type { Event } from '../../../core/event.ts'
import { asToday } from '../../../server/journal/former.ts'
import { houses } from '../../calls/tenants.ts'

const tenant = houses.plain

t.test(
  'strangers who were welcome or refused are unknown sources, accepted or rejected',
  async (t) => {
    const configured = (more: object) =>
      ({ seq: 1, at: 1, type: 'tenant.configured', tenant: { ...tenant, ...more } }) as Event
    const today = (more: object) => {
      const event = asToday(configured(more))
      return event.type === 'tenant.configured' ? event.tenant : undefined
    }
    t.same(today({ strangers: 'refused' }), { ...tenant, unknownSources: 'reject' })
    t.same(today({ strangers: 'welcome' }), { ...tenant, unknownSources: 'accept' })
    t.same(today({ unknownSources: 'reject' }), { ...tenant, unknownSources: 'reject' })
    t.same(today({}), tenant, 'from before there were any')
  },
)

t.test('a node that was called speak sets the language', async (t) => {
  const label = { zh: '英文', en: 'English' }
  const flowOf = (kind: string) => ({
    id: 'hotline',
    name: label,
    language: 'zh',
    start: 'english',
    nodes: {
      english: { kind, label, language: 'en', next: 'goodbye' },
      goodbye: { kind: 'hangUp', label, prompts: ['goodbye'] },
    },
  })
  const configured = (kind: string) =>
    ({
      seq: 1,
      at: 1,
      type: 'tenant.configured',
      tenant: { ...tenant, flows: [flowOf(kind)] },
    }) as unknown as Event
  t.same(asToday(configured('speak')), configured('language'))
  t.same(asToday(configured('language')), configured('language'))
  t.same(asToday(configured('shout')), configured('shout'), 'no other kind is touched')
})

t.test('what answerer detection found has the name of today', async (t) => {
  const found = { seq: 1, at: 1, leg: 'c1.1', as: 'machine', beep: true, afterMs: 3100 }
  const former = { ...found, type: 'leg.recognized' } as unknown as Event
  t.same(asToday(former), { ...found, type: 'leg.answererDetected' })
})

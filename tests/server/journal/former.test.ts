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

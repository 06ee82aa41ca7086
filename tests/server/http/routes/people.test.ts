import t from 'tap'
import { openHttpStage } from '../http-stage.ts'

const stage = await openHttpStage()
t.teardown(() => stage.stop())
const { ask, centre } = stage
const [agent = '', supervisor = '', admin = ''] = await Promise.all(
  ['1001', '2001', 'admin'].map(stage.logIn),
)
const patch = (id: string, body: object, token = admin) =>
  ask(`/api/v1/people/${id}`, { method: 'PATCH', body, token })

t.test('the configuration is for supervisor and administrator', async (t) => {
  t.equal((await ask('/api/v1/tenant', { token: agent })).status, 403)
  for (const token of [supervisor, admin]) {
    const response = await ask('/api/v1/tenant', { token })
    t.match(await response.json(), {
      id: 'demo',
      hotlines: [{ number: '95000' }],
      queues: [{ id: 'billing' }, { id: 'sales' }, { id: 'support' }],
      flows: [{ id: 'hotline' }],
    })
  }
})

t.test('the administrator changes a person, the centre hears of it, and it is noted', async (t) => {
  const change = { name: '王小丽', phone: 'sip:anna@192.168.1.7', queues: ['billing'] }
  t.equal((await patch('1001', change)).status, 204)
  t.match(centre.board().agents.get('1001' as never), {
    name: '王小丽',
    device: 'phone',
    queues: ['billing'],
  })
  const again = await ask('/api/v1/sessions', { body: { user: '1001', password: 'demo-1001' } })
  t.match(await again.json(), { me: { device: 'phone' }, sip: undefined })
  t.equal((await patch('1001', { phone: null })).status, 204)
  t.equal(centre.board().agents.get('1001' as never)?.device, 'softphone')
  t.match(await stage.store.readAudit(10), [
    { who: 'admin', action: 'patch', target: 'person:1001', change: { phone: null } },
    { who: 'admin', action: 'patch', target: 'person:1001', change },
  ])
})

t.test('what routing knows of a person is changed live, field by field', async (t) => {
  const person = async () => {
    const tenant = (await (await ask('/api/v1/tenant', { token: admin })).json()) as {
      people: { id: string }[]
    }
    return tenant.people.find(({ id }) => id === '1003')
  }
  t.equal(
    (await patch('1003', { tiers: { support: 2 }, weight: 2, occupancyCap: 0.8 })).status,
    204,
  )
  const capacity = { most: { voice: 1, chat: 3 }, interruptible: ['chat'] }
  t.equal((await patch('1003', { ownCustomers: ['13800000000'], capacity })).status, 204)
  t.match(await person(), {
    tiers: { support: 2 },
    weight: 2,
    occupancyCap: 0.8,
    ownCustomers: ['13800000000'],
    capacity,
  })
  t.same(
    centre.tenant().people.find(({ id }) => id === ('1003' as never)),
    await person(),
  )
  t.equal((await patch('1003', { weight: null, occupancyCap: null, capacity: null })).status, 204)
  t.match(await person(), {
    tiers: { support: 2 },
    weight: undefined,
    occupancyCap: undefined,
    capacity: undefined,
  })
})

t.test('a new password replaces the old one and is not written down', async (t) => {
  t.equal((await patch('1002', { password: 'correct horse' })).status, 204)
  const logIn = (password: string) => ask('/api/v1/sessions', { body: { user: '1002', password } })
  t.equal((await logIn('demo-1002')).status, 401)
  t.equal((await logIn('correct horse')).status, 201)
  t.match(await stage.store.readAudit(1), [{ change: { password: 'changed' } }])
})

t.test('what cannot be is refused', async (t) => {
  const parking = await patch('1001', { queues: ['parking'] })
  t.equal(parking.status, 422)
  t.match(await parking.json(), {
    reason: 'faulty-policy',
    message: 'person 1001, queue parking: there is no queue "parking"',
  })
  t.equal((await patch('1001', { skills: { magic: 1 } })).status, 422)
  t.equal((await patch('1001', { tiers: { sales: 0 } })).status, 422)
  t.equal((await patch('1001', { weight: -1 })).status, 422)
  t.equal((await patch('1001', { queues: null })).status, 400)
  t.equal((await patch('1001', { phone: 'tel:1' })).status, 400)
  t.equal((await patch('1001', { password: 'short' })).status, 400)
  t.equal((await patch('9999', { name: 'x' })).status, 404)
  t.equal((await patch('1001', { name: 'x' }, supervisor)).status, 403)
  t.equal((await patch('1001', { name: 'x' }, 'forged')).status, 401)
})

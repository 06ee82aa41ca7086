import t from 'tap'
import type { Routing } from '../../../../acd/policy/policy.ts'
import { openHttpStage } from '../http-stage.ts'

const stage = await openHttpStage()
t.teardown(() => stage.stop())
const { ask, centre } = stage
const [agent = '', supervisor = '', admin = ''] = await Promise.all(
  ['1001', '2001', 'admin'].map(stage.logIn),
)
const get = async () =>
  (await (await ask('/api/v1/policy', { token: supervisor })).json()) as Routing
const put = (body: unknown, token = admin) => ask('/api/v1/policy', { method: 'PUT', body, token })
const putSkills = (body: unknown, token = admin) =>
  ask('/api/v1/skills', { method: 'PUT', body, token })
const skills = centre.tenant().skills

/** The policy in force under another version, the first queue's rule changed. */
function changed({ policy }: Routing, version: string, change: object): Routing {
  const [first, ...others] = policy.queues
  return { policy: { ...policy, version, queues: [{ ...first, ...change } as never, ...others] } }
}

t.test('the policy is for supervisor and administrator, and only he changes it', async (t) => {
  t.equal((await ask('/api/v1/policy', { token: agent })).status, 403)
  t.same((await get()).policy, centre.tenant().policy)
  t.equal((await put(await get(), supervisor)).status, 403)
  t.equal((await putSkills({ skills }, supervisor)).status, 403)
})

t.test('a policy that makes sense is in force at once, kept, and noted', async (t) => {
  const next = changed(await get(), 'second', { ringSeconds: 21 })
  t.equal((await put(next)).status, 204)
  t.same(centre.tenant().policy, next.policy)
  t.same((await stage.store.tenant())?.policy, next.policy)
  t.match(await stage.store.readAudit(1), [
    { who: 'admin', action: 'save', target: 'policy:second', change: next },
  ])
})

t.test('a trial comes and goes with the policy that it is sent with', async (t) => {
  const present = await get()
  const trial = { share: 0.2, policy: changed(present, 'trial', { ringSeconds: 22 }).policy }
  t.equal((await put({ ...present, trial })).status, 204)
  t.same(centre.tenant().trial, trial)
  t.same((await get()).trial, trial)
  t.equal((await put({ policy: trial.policy })).status, 204)
  t.equal(centre.tenant().trial, undefined)
  t.equal(centre.tenant().policy.version, 'trial')
})

t.test('a policy with faults is refused with each of them, and nothing changes', async (t) => {
  const present = await get()
  const { tenant } = { tenant: centre.tenant() }
  const [first, second] = present.policy.queues
  const loop = (to: unknown) => ({ limits: [{ when: 'wait', above: 60, to }] })
  const agents = { ...present.policy.agents, occupancyCap: { share: 0, windowSeconds: 600 } }
  const change = { ...loop({ queue: second?.queue }), weight: -1, skills: { magic: 3 } }
  const faulty = changed(present, 'faulty', change)
  const queues = faulty.policy.queues.map((rule, index) =>
    index === 1 ? { ...rule, ...loop({ queue: first?.queue }) } : rule,
  )
  const response = await put({ policy: { ...faulty.policy, agents, queues } })
  t.equal(response.status, 422)
  const { reason, message, faults } = (await response.json()) as {
    reason: string
    message: string
    faults: { code: string; path: unknown[]; text: { zh: string; en: string } }[]
  }
  t.equal(reason, 'faulty-policy')
  t.same(faults.map(({ code }) => code).sort(), [
    'goes-round',
    'not-a-share',
    'out-of-range',
    'unknown-skill',
  ])
  for (const { text } of faults) t.ok(message.includes(text.en))
  t.match(
    faults.find(({ code }) => code === 'out-of-range'),
    {
      path: ['policy', 'queues', 0, 'weight'],
      text: { zh: /^队列 \S+，weight：应为/, en: /^queue \S+, weight: must be a number from/ },
    },
  )
  t.same([centre.tenant(), await get()], [tenant, present])
})

t.test('what is no policy at all is refused in the same way', async (t) => {
  for (const body of [{}, [], { policy: null }, { policy: (await get()).policy, more: 1 }]) {
    const response = await put(body)
    t.equal(response.status, 422, JSON.stringify(body).slice(0, 60))
    t.match(await response.json(), { reason: 'faulty-policy', faults: [{ code: String }] })
  }
})

t.test(
  'a changed policy needs a version of its own; the same one again is no change',
  async (t) => {
    const present = await get()
    t.equal((await put(present)).status, 204)
    const response = await put(changed(present, present.policy.version, { ringSeconds: 9 }))
    t.equal(response.status, 422)
    t.match(await response.json(), {
      message: 'version: version "trial" names another policy already: give this one its own',
    })
    const trial = { share: 0.5, policy: changed(present, 'trial', { ringSeconds: 9 }).policy }
    t.match(await (await put({ policy: { ...present.policy, version: 'x' }, trial })).json(), {
      message:
        'trial, version: version "trial" names another policy already: give this one its own',
    })
  },
)

t.test('skills come and go, but not one that somebody has or a rule asks for', async (t) => {
  const more = [...skills, { id: 'french', name: { zh: '法语', en: 'French' } }]
  t.equal((await putSkills({ skills: more })).status, 204)
  t.same(centre.tenant().skills, more)
  const patch = (body: object) =>
    ask('/api/v1/people/1001', { method: 'PATCH', body, token: admin })
  t.equal((await patch({ skills: { french: 4 } })).status, 204)
  const taken = await putSkills({ skills })
  t.equal(taken.status, 422)
  t.match(await taken.json(), { message: /person 1001, skill french: there is no skill "french"/ })
  t.equal((await putSkills({ skills: [more[0], more[0]] })).status, 400)
  t.equal(
    (await putSkills({ skills: [{ id: '__proto__', name: { zh: 'x', en: 'x' } }] })).status,
    400,
  )
  t.equal((await putSkills({})).status, 400)
})

t.test('changes that come together are taken one after the other', async (t) => {
  const present = await get()
  const versions = ['a', 'b', 'c', 'd']
  const answers = await Promise.all(
    versions.map((version) => put(changed(present, version, { ringSeconds: 30 }))),
  )
  t.same([...new Set(answers.map(({ status }) => status))], [204])
  t.same((await get()).policy, centre.tenant().policy)
})

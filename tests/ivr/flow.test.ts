import t from 'tap'
import { named, type SkillId } from '../../core/names.ts'
import { checkFlow } from '../../ivr/check-flow.ts'
import { readFlow } from '../../ivr/read-flow.ts'
import { tenant } from '../../testkit/calls/tenant.ts'

const label = { zh: '甲', en: 'A' }
const flow = (nodes: object, start = 'a') => ({
  id: 'f',
  name: label,
  language: 'zh',
  start,
  nodes,
})
const read = (nodes: object, start?: string) => {
  const reading = readFlow(flow(nodes, start))
  if (!reading.ok) throw new Error(reading.faults.join('; '))
  return reading.flow
}
const goodbye = { kind: 'hangUp', label, prompts: ['goodbye'] }
const menu = {
  kind: 'menu',
  label,
  prompts: ['menu'],
  keys: { 1: 'b' },
  timeoutSeconds: 5,
  tries: 2,
  otherwise: 'b',
}

t.test('the demo flow has no fault', async (t) => {
  for (const flow of tenant.flows) t.same(checkFlow(flow, tenant), [])
})

t.test('a flow that cannot be read names every fault at once, with its node', async (t) => {
  const reading = readFlow(
    flow({
      a: { kind: 'dance', label },
      b: { kind: 'menu', label, prompts: [], keys: { x: 'b' }, timeoutSeconds: 0, tries: 2 },
      c: { kind: 'say', label, prompts: ['../../etc/passwd'], next: 'a' },
    }),
  )
  t.equal(reading.ok, false)
  if (reading.ok) return
  for (const part of [
    'node a: no kind',
    'node b: prompts',
    'node b: keys',
    'node b: timeoutSeconds',
    'node b: otherwise',
    'node c: prompts',
  ])
    t.ok(
      reading.faults.some((fault) => fault.startsWith(part)),
      part,
    )
})

t.test('defaults are filled in where the schema has them', async (t) => {
  t.equal(read({ a: menu, b: goodbye }).nodes['a']?.['invalid'], 'invalid')
})

t.test('doors that lead nowhere, rooms without a door and unknown queues are found', async (t) => {
  const faults = checkFlow(
    read({
      a: { ...menu, otherwise: 'nowhere' },
      b: { kind: 'queue', label, queue: 'moon' },
      c: goodbye,
    }),
    tenant,
  )
  t.same(faults, [
    'node a: leads to "nowhere", which is not there',
    'node b: there is no queue "moon"',
    'node c: no way leads to it',
  ])
  t.match(checkFlow(read({ a: goodbye }, 'z'), tenant), ['start: there is no node "z"'])
})

t.test('a queue may ask for skills and a priority, of those that there are', async (t) => {
  const asking = { kind: 'queue', label, queue: 'sales', skills: { english: 3 }, priority: 50 }
  const [english] = [{ id: named<SkillId>('english'), name: label }]
  const node = read({ a: asking })
  t.same(checkFlow(node, { ...tenant, skills: [english] }), [])
  t.same(checkFlow(node, tenant), ['node a: there is no skill "english"'])
  for (const wrong of [{ skills: { english: 6 } }, { priority: 100 }, { priority: 0.5 }])
    t.equal(readFlow(flow({ a: { ...asking, ...wrong } })).ok, false)
})

t.test('a round in which nobody is heard is found', async (t) => {
  const faults = checkFlow(
    read({
      a: { kind: 'language', label, language: 'zh', next: 'b' },
      b: { kind: 'language', label, language: 'en', next: 'a' },
    }),
    tenant,
  )
  t.same(faults, [
    'node a: goes round without ever pausing',
    'node b: goes round without ever pausing',
  ])
})

t.test('a node says prompts, values and free words; what makes no sense is refused', async (t) => {
  const say = (...prompts: unknown[]) => ({
    a: { kind: 'say', label, prompts, next: 'b' },
    b: goodbye,
  })
  const isRead = (piece: unknown) => readFlow(flow(say(piece))).ok
  const right = [
    { number: -12.5 },
    { ordinal: 3, language: 'en' },
    { digits: '138 0013-8000', telephone: true },
    { date: '2026-11-22' },
    { weekday: 7 },
    { time: '23:59' },
    { durationSeconds: 90 },
    { amount: 1234567.89, currency: 'CNY' },
    { amount: -999_999_999_998.07, currency: 'EUR' },
    { percent: 3.5 },
    { say: label, otherwise: 'goodbye' },
  ]
  for (const piece of right) t.ok(isRead(piece), JSON.stringify(piece))
  const wrong = [
    { number: 1e12 },
    { ordinal: 0 },
    { digits: '12a' },
    { date: '2026-02-30' },
    { weekday: 0 },
    { time: '24:00' },
    { durationSeconds: -1 },
    { amount: 1.005, currency: 'CNY' },
    { amount: 1, currency: 'XXX' },
    { say: { zh: '你好' } },
    { say: { zh: ' ', en: 'hello' } },
    { say: label, otherwise: '../x' },
    { number: 1, digits: '1' },
    {},
  ]
  for (const piece of wrong) t.notOk(isRead(piece), JSON.stringify(piece))
  t.match(readFlow(flow(say('welcome', { ordinal: 0 }, {}))), {
    faults: [
      /^node a: prompts\.1\.ordinal Too small/,
      'node a: prompts.2 is no prompt, no value and no words',
    ],
  })
})

t.test('sound files that are not there are found, in each language the flow speaks', async (t) => {
  const nodes = {
    a: { kind: 'language', label, language: 'en', next: 'b' },
    b: {
      ...menu,
      prompts: ['menu', { say: label, otherwise: 'soon' }],
      keys: { 1: 'c' },
      otherwise: 'c',
    },
    c: { ...goodbye, prompts: [{ number: 7, language: 'zh' }, 'music/none'] },
  }
  const files = ['zh/menu', 'en/menu', 'zh/invalid', 'zh/soon', 'zh/number/7']
  const hasPrompt = (id: string) => files.includes(id)
  t.same(checkFlow(read(nodes), { ...tenant, hasPrompt }), [
    'node b: there is no prompt "en/soon"',
    'node b: there is no prompt "en/invalid"',
    'node c: there is no prompt "music/none"',
  ])
})

import t from 'tap'
import { named, type SkillId } from '../../core/names.ts'
import { tenant } from '../calls/tenant.ts'
import { checkFlow } from '../../ivr/check.ts'
import { readFlow } from '../../ivr/flow.ts'

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
      a: { kind: 'speak', label, language: 'zh', next: 'b' },
      b: { kind: 'speak', label, language: 'en', next: 'a' },
    }),
    tenant,
  )
  t.same(faults, [
    'node a: goes round without ever pausing',
    'node b: goes round without ever pausing',
  ])
})

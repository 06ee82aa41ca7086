import t from 'tap'
import type { Event } from '../../core/event.ts'
import { type LegId, named } from '../../core/names.ts'
import type { Flow } from '../../core/tenant.ts'
import { openFlowSession, stepFlowSession } from '../../ivr/flow-session.ts'
import { tenant } from '../../testkit/calls/tenant.ts'

const label = { zh: '甲', en: 'A' }
const opened = (flow: string) =>
  openFlowSession({
    seq: 1,
    at: 0,
    type: 'contact.opened',
    contact: named('c1'),
    leg: named('in1'),
    from: '1',
    to: '95000',
    via: 'sip',
    flow: named(flow),
    language: 'zh',
    policy: 'plain',
    draw: 0.5,
  })
const answered = {
  seq: 2,
  at: 0,
  type: 'contact.answered',
  contact: named('c1'),
} as const satisfies Event

t.test('a flow that goes round for ever is left as failed, not turned for ever', async (t) => {
  const round: Flow = {
    id: named('round'),
    name: label,
    language: 'zh',
    start: 'a',
    nodes: { a: { kind: 'language', label, language: 'zh', next: 'a' } },
  }
  const step = stepFlowSession(opened('round'), answered, { ...tenant, flows: [round] })
  t.match(step.conclusions.at(-1), {
    type: 'contact.leftFlow',
    outcome: 'failed',
    reason: 'flow-failed',
  })
  t.equal(step.state.done, true)
})

t.test('what a queue node asks for goes with the caller into the queue', async (t) => {
  const asks = { skills: { english: 3 }, priority: 50 }
  const nodes = { a: { kind: 'queue', label, queue: 'sales', ...asks } }
  const short: Flow = { id: named('short'), name: label, language: 'zh', start: 'a', nodes }
  const step = stepFlowSession(opened('short'), answered, { ...tenant, flows: [short] })
  t.match(step.conclusions, [
    { type: 'contact.entered' },
    { type: 'contact.queued', queue: 'sales', since: 0, ...asks },
  ])
})

t.test('a flow that was taken away under a caller ends as failed', async (t) => {
  const { state } = stepFlowSession(opened('hotline'), answered, tenant)
  const digit = { seq: 3, at: 0, type: 'leg.digit', leg: named<LegId>('in1'), digit: '1' } as const
  const step = stepFlowSession(state, digit, { ...tenant, flows: [] })
  t.match(step.conclusions, [{ type: 'contact.leftFlow', outcome: 'failed' }])
})

t.test('keys of another leg and ends of another play are not heard', async (t) => {
  const { state } = stepFlowSession(opened('hotline'), answered, tenant)
  const foreign: Event[] = [
    { seq: 3, at: 0, type: 'leg.digit', leg: named('in2'), digit: '1' },
    { seq: 4, at: 0, type: 'leg.played', leg: named('in1'), play: named('c1.f9') },
  ]
  for (const event of foreign) t.equal(stepFlowSession(state, event, tenant).state, state)
})

t.test('a node says values and free words in the language of its caller', async (t) => {
  const prompts = [
    'welcome',
    { number: 2002 },
    { say: { zh: '你好', en: 'hello' }, otherwise: 'next' },
  ]
  const nodes = {
    a: { kind: 'say', label, prompts, next: 'b' },
    b: { kind: 'language', label, language: 'en', next: 'c' },
    c: { kind: 'hangUp', label, prompts: [...prompts, { weekday: 1, language: 'zh' }] },
  }
  const talking: Flow = { id: named('talking'), name: label, language: 'zh', start: 'a', nodes }
  const house = { ...tenant, flows: [talking] }
  const first = stepFlowSession(opened('talking'), answered, house)
  const zh = ['zh/welcome', 'zh/number/2000', 'zh/number/0', 'zh/number/2']
  t.same(first.effects, [
    {
      do: 'play',
      leg: 'in1',
      play: 'c1.f1',
      prompts: [...zh, { say: '你好', language: 'zh', otherwise: 'zh/next' }],
    },
  ])
  const played = { seq: 3, at: 0, type: 'leg.played', leg: named<LegId>('in1') } as const
  const next = stepFlowSession(first.state, { ...played, play: named('c1.f1') }, house)
  const en = ['en/welcome', 'en/number/2', 'en/number/thousand', 'en/number/2']
  const hello = { say: 'hello', language: 'en', otherwise: 'en/next' }
  t.match(next.effects, [{ play: 'c1.f2', prompts: [...en, hello, 'zh/weekday/1'] }])
})

t.test('a key silences a menu, but not what is said without asking', async (t) => {
  const menu = stepFlowSession(opened('hotline'), answered, tenant)
  t.match(menu.effects, [{ do: 'play', bargeIn: true }])
  const nodes = { a: { kind: 'hangUp', label, prompts: ['goodbye'] } }
  const short: Flow = { id: named('short'), name: label, language: 'zh', start: 'a', nodes }
  const words = stepFlowSession(opened('short'), answered, { ...tenant, flows: [short] })
  t.notOk(words.effects.some((effect) => 'bargeIn' in effect))
})

import t from 'tap'
import { collectContact } from '../../../server/centre/contact-events.ts'
import { Stage } from '../../../testkit/calls/stage.ts'
import { tenant as house, withSalesRule } from '../../../testkit/calls/tenant.ts'
import { drawLadder, lastContact } from '../../../tools/ladder/ladder.ts'

/** A caller whom Anna misses and Bert serves, beside another caller's story. */
async function story() {
  const stage = new Stage()
  stage.agent('1001').ignores().isReady()
  const bert = stage.agent('1002').answersAfter(3).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(20)
  const contact = stage.contactOf(caller)
  bert.asks({ ask: 'hold', contact }).asks({ ask: 'resume', contact })
  const other = stage.caller('13900139000').waitsForSales()
  caller.hangsUp()
  bert.asks({ ask: 'wrapUp', contact, disposition: 'sold', note: '' })
  stage.passes(90)
  const events = await collectContact(contact, stage.events.slice(Number(contact.slice(1)) - 1))
  return { stage, contact, events, other: stage.contactOf(other) }
}

t.test('the ladder tells one story, with the reason of each decision', async (t) => {
  const { events } = await story()
  const lines = drawLadder(events, 'en').split('\n')
  const has = (text: string) =>
    t.ok(
      lines.some((line) => line.includes(text)),
      text,
    )
  t.match(lines[0], /^c\d+ {3}13800138000 → 95000/)
  t.match(lines[2], /caller +centre +1001 +1002/)
  has('00:00.000        │──────────▶│           │           │      calls 95000 (sip)')
  has('offered to 1001 (sales): idle longest, idle 3.9 s; 3 agents could serve, 2 of them idle')
  has('the caller found an idle agent; waited 0 s, 1 waiting; points 0; policy plain')
  has('passed over: 1002 is later in order; 1003 away')
  has('00:16.500        │           │◀──────────│           │      missed: no-answer')
  has('00:19.520        │◀──────────┼───────────┼──────────▶│      they talk')
  has('puts the caller on hold')
  has('is done with wrap-up: sold')
  t.notOk(lines.some((line) => line.includes('13900139000')))
  t.match(drawLadder(events, 'zh'), '空闲最久')
})

t.test('every event of a contact has its line', async (t) => {
  const { events } = await story()
  const lines = drawLadder(events, 'en').split('\n')
  t.equal(lines.filter((line) => /^\d\d:\d\d/.test(line)).length, events.length)
})

t.test('a timer stands in the ladder only where it led to something', async (t) => {
  const events = (await story()).events
  const idle = {
    type: 'timer.fired',
    timer: { kind: 'wait', of: 'c16' },
    seq: 9999,
    at: events[0]?.at,
  } as never
  t.match(drawLadder(events, 'en'), /the timer ring:\w+ has run out/)
  t.equal(drawLadder([...events, idle], 'en'), drawLadder(events, 'en'))
})

t.test('each of several phones that ring has its own lane', async (t) => {
  const stage = new Stage(withSalesRule({ strategy: 'ring-all' }))
  const [anna, bert] = ['1001', '1002', '1003'].map((id) => stage.agent(id).isReady())
  const caller = stage.caller().waitsForSales()
  anna?.hangsUp('rejected')
  bert?.answers()
  stage.passes(1)
  const contact = stage.contactOf(caller)
  const events = await collectContact(contact, stage.events.slice(Number(contact.slice(1)) - 1))
  const lines = drawLadder(events, 'en').split('\n')
  t.match(lines[2], /caller +centre +1001 +1002 +1003/)
  const has = (lane: number, text: string) => {
    const pattern = new RegExp(`◀${'─'.repeat(10)}${'┼─{11}'.repeat(lane)}[^─]* ${text}$`)
    t.ok(
      lines.some((line) => pattern.test(line)),
      `${lane}: ${text}`,
    )
  }
  has(0, 'the line ends: rejected')
  has(0, 'missed: rejected')
  has(1, 'answers')
  has(2, 'the line ends: elsewhere')
})

t.test(
  'a pause after a miss is told with the miss, and a switched queue to who waits',
  async (t) => {
    const agents = { ...house.policy.agents, missesToNotReady: 3 }
    const stage = new Stage({ ...house, policy: { ...house.policy, agents } })
    stage.agent('1001').isReady().failsWith('rejected')
    const caller = stage.caller().waitsForSales()
    stage.passes(1)
    const contact = stage.contactOf(caller)
    const switched = { type: 'queue.switched', queue: 'sales', to: 'closed', by: '2001' }
    const more = { ...switched, seq: stage.events.length + 1, at: stage.now } as never
    const stream = [...stage.events.slice(Number(contact.slice(1)) - 1), more]
    const ladder = drawLadder(await collectContact(contact, stream), 'en')
    t.match(ladder, 'is left alone for 5 s: just missed a call')
    t.match(ladder, '2001 switches the queue sales to closed')
  },
)

t.test('the story of one contact holds nothing of another', async (t) => {
  const { events, contact, other } = await story()
  t.ok(events.length > 30)
  t.equal(events.filter((event) => 'contact' in event && event.contact !== contact).length, 0)
  t.not(contact, other)
})

t.test('the last contact is the one that was opened last', async (t) => {
  const { stage, other } = await story()
  t.equal(await lastContact([[], stage.events]), other)
  t.equal(await lastContact([]), undefined)
})

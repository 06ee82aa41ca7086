import t from 'tap'
import { collectContact } from '../../../server/centre/contact-events.ts'
import { drawLadder, lastContact } from '../../../server/centre/ladder.ts'
import { Stage } from '../../calls/stage.ts'

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
  has('offered to 1001 (sales): idle longest, idle 3.9 s; 3 agents could serve, 2 of them idle; waited 0.0 s')
  has('00:16.500        │           │◀──────────│           │      missed: no-answer')
  has('00:19.520        │◀──────────┼───────────┼──────────▶│      they talk')
  has('puts the caller on hold')
  has('is done with wrap-up: sold')
  t.notOk(lines.some((line) => line.includes('13900139000')))
  t.match(drawLadder(events, 'zh'), '空闲最久')
})

t.test('every event of a contact has its line', async (t) => {
  const { events } = await story()
  t.equal(drawLadder(events, 'en').trim().split('\n').length, events.length + 3)
})

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

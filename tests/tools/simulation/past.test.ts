import t from 'tap'
import type { Given } from '../../../acd/simulate/scenario.ts'
import { simulate } from '../../../acd/simulate/simulate.ts'
import { named } from '../../../core/names.ts'
import { Stage } from '../../../testkit/calls/stage.ts'
import { callbackRule, withSalesRule } from '../../../testkit/calls/tenant.ts'
import { readPast } from '../../../tools/simulation/past.ts'

/** On a stage where a fact takes 20 ms. Bert alone answers after 3 s, talks a minute, and wraps up for 10 s; the second caller waits for him, a third gives up. */
function shortDay(): Stage {
  const stage = new Stage()
  const bert = stage.agent('1002').answersAfter(3).isReady()
  const first = stage.caller('13800000001').waitsForSales()
  stage.passes(20)
  const second = stage.caller('13800000002').waitsForSales()
  const third = stage.caller('13800000003').waitsForSales()
  stage.passes(8)
  third.hangsUp()
  for (const caller of [first, second]) {
    stage.passes(60)
    caller.hangsUp()
    stage.passes(10)
    const contact = stage.contactOf(caller)
    bert.asks({ ask: 'wrapUp', contact, disposition: '', note: '' })
  }
  bert.asks({ ask: 'logOff' })
  stage.passes(5)
  return stage
}

const pastOf = async (stage: Stage) => {
  const past = await readPast(() => stage.events)
  if (!past) throw new Error('nothing was found')
  return past
}

t.test('a journal tells what came, how long it took, and who was there', async (t) => {
  const { scenario, really } = await pastOf(shortDay())
  const [stream] = scenario.streams
  t.match(stream, { queue: 'sales', patience: { patience: { contacts: 3, abandoned: 1 } } })
  const [first, second, third] = stream?.arrivals as readonly Given[]
  t.match(first, { from: '13800000001', wrapUpSeconds: 10.1, patienceOverSeconds: 3.02 })
  t.match(second, { from: '13800000002', wrapUpSeconds: 10.1, talkSeconds: Number })
  t.match(third, { from: '13800000003', talkSeconds: undefined, patienceSeconds: Number })
  t.match(scenario.answering, { missShare: 0, delay: { oneOfSeconds: [3.02, 3.02] } })
  t.match(scenario.shifts, [{ agents: ['1002'], fromSeconds: Number }])
  t.match(really.queues.get(named('sales')), { offered: 3, answered: 2, abandoned: 1 })
})

t.test('simulated by the policy of the day, the day happens again', async (t) => {
  const { scenario, tenant, really } = await pastOf(shortDay())
  const { whole, agents } = simulate(scenario, tenant, { repetitions: 2, seed: 1 })
  for (const measure of ['answered', 'abandoned', 'F1', 'asaSeconds', 'p99Seconds'] as const) {
    t.equal(whole[measure]?.mean, really.whole[measure], measure)
    t.equal(whole[measure]?.halfWidth, 0, 'nothing is left to chance')
  }
  t.equal(agents.get(named('1002'))?.mean, really.agents.get(named('1002')))
})

t.test('whom a miss made not ready is still in his shift, and comes back as he did', async (t) => {
  const stage = new Stage()
  const anna = stage.agent('1001').ignores().isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(15 + 40)
  anna.answersAfter(2).isReady()
  stage.passes(60)
  caller.hangsUp()
  stage.passes(60)
  const { scenario, really } = await pastOf(stage)
  t.equal(really.whole.missed, 1)
  t.match(scenario.answering, { missShare: 0.5, delay: { oneOfSeconds: [2.02] } })
  t.ok(Math.abs(scenario.answering.awaySeconds - 40) < 2)
  t.equal(scenario.shifts?.length, 1, 'one shift to the end of the journal')
})

t.test('overflow and misses do not make new arrivals, a transfer does', async (t) => {
  const stage = new Stage()
  const bert = stage.agent('1002').answersAfter(3).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(20)
  const contact = stage.contactOf(caller)
  bert.asks({ ask: 'transfer', contact, to: { queue: named('billing') } })
  stage.passes(30)
  caller.hangsUp()
  const { scenario } = await pastOf(stage)
  t.same(
    scenario.streams.map(({ queue, arrivals }) => [queue, (arrivals as unknown[]).length]),
    [
      ['sales', 1],
      ['billing', 1],
    ],
  )
})

t.test('a callback has left the queue, though its customer is queued once more', async (t) => {
  const stage = new Stage(withSalesRule({ callback: callbackRule }))
  stage.caller().waitsForSales().presses('1')
  stage.passes(20)
  stage.phone('sip:13800138000@trunk').answersAfter(1)
  const anna = stage.agent('1001').answersAfter(2).isReady()
  stage.passes(30)
  t.ok(anna.leg, 'he is called back')
  anna.hangsUp()
  stage.passes(60)
  const caller = stage.caller('13800000002').waitsForSales()
  stage.passes(30)
  caller.hangsUp()
  const { scenario, really } = await pastOf(stage)
  t.equal((scenario.streams[0]?.arrivals as readonly Given[]).length, 2)
  t.match(really.whole, { offered: 2, left: 1, answered: 1, unfinished: 0 })
})

t.test('a journal without an answered contact is nothing to go by', async (t) => {
  const stage = new Stage()
  t.equal(await readPast(() => stage.events), undefined)
  stage.caller().waitsForSales().hangsUp()
  t.equal(await readPast(() => stage.events), undefined)
  t.equal(await readPast(() => []), undefined)
})

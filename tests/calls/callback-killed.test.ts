import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'
import { callbackRule, withSalesRule } from '../../testkit/calls/tenant.ts'

const number = '13800138000'

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** What may happen to a callback; `agent`: the agent is rung first. */
function play(first: 'customer' | 'agent', beforeSecond: (stage: Stage, second: number) => void) {
  const stage = new Stage(withSalesRule({ callback: { ...callbackRule, first } }))
  const customer = stage.phone(`sip:${number}@trunk`).answersAfter(3)
  stage.caller(number).waitsForSales().presses('1')
  const anna = stage.agent('1001').answersAfter(2)
  for (let second = 0; second < 40; second++) {
    beforeSecond(stage, second)
    if (second === 10) anna.isReady()
    else if (second > 10) {
      // Her page comes back to a centre that was away.
      stage.put({ type: 'agent.appeared', agent: anna.id })
      if (!anna.isTalking && second % 5 === 0) anna.asks({ ask: 'ready' })
    }
    stage.passes(1)
  }
  return { stage, customer, anna }
}

for (const first of ['customer', 'agent'] as const) {
  t.test(`killed in any turn of a callback, the ${first} first: nothing is lost`, async (t) => {
    for (let at = 0; at < 25; at++) {
      const { stage, customer, anna } = play(first, (stage, second) => {
        if (second === at) stage.killsCentreInNextTurn()
        if (second === at + 2) stage.restartsCentre()
      })
      t.same([customer.hears(), anna.hears()], [[anna.leg], [customer.leg]], `killed at ${at} s`)
      t.equal(customer.rings, 1, 'called once')
      customer.hangsUp()
      stage.passes(1)
      t.match(stage.of('contact.ended'), [{ outcome: 'handled' }])
    }
  })

  t.test(
    `killed and away for a while, the ${first} first: what happened meanwhile counts`,
    async (t) => {
      // Around second 10 she logs on, which a centre that is away would not hear.
      for (const at of [...range(0, 7), ...range(11, 25)]) {
        const { customer, anna } = play(first, (stage, second) => {
          if (second === at) stage.killsCentre()
          if (second === at + 3) stage.restartsCentre()
        })
        t.same([customer.hears(), anna.hears()], [[anna.leg], [customer.leg]], `killed at ${at} s`)
      }
    },
  )
}

t.test('the voice process dies while the customer is called: he is called again', async (t) => {
  const stage = new Stage(withSalesRule({ callback: callbackRule }))
  const customer = stage.phone(`sip:${number}@trunk`)
  stage.caller(number).waitsForSales().presses('1')
  stage.passes(5)
  const anna = stage.agent('1001').isReady()
  t.ok(customer.leg)
  stage.restartsVoice()
  t.match(stage.of('callback.missed'), [{ reason: 'unreachable' }])
  anna.comesBack()
  stage.passes(301)
  t.equal(customer.rings, 2)
})

import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { hearEachOther } from '../../core/hearing.ts'
import type { LegId } from '../../core/names.ts'
import { createPhone } from '../../testkit/phone/phone.ts'
import { createVoiceStage, endingsOf, isHeard, ringing } from './voice-stage.ts'

t.test(
  'the talk goes on while the centre is dead, and it learns later what happened',
  async (t) => {
    const stage = await createVoiceStage()
    const [one, two] = [await createPhone(), await createPhone()]
    const [callOne, callTwo] = [
      await one.call(stage.uri('95000'), { toneHz: 600 }),
      await two.call(stage.uri('95000'), { toneHz: 900 }),
    ]
    const legs = [(await stage.next('leg.arrived')).leg, (await stage.next('leg.arrived')).leg]
    const [a, b] = legs as [LegId, LegId]
    for (const leg of legs) stage.order({ do: 'answer', leg })
    await Promise.all([callOne.answered, callTwo.answered])
    stage.order({ do: 'hear', rows: hearEachOther(a, b) })
    await sleep(300)
    stage.kill()
    const third = await createPhone()
    const waiting = await third.call(stage.uri('95000'))
    await sleep(1200)
    t.ok(await isHeard(callOne, 900), 'the sound goes on')
    t.ok(await isHeard(callTwo, 600), 'both ways')
    callTwo.hangUp()
    await sleep(50)
    t.equal(endingsOf(stage).length, 0)
    stage.restore()
    const { leg } = await stage.next('leg.arrived')
    t.match(await stage.next('leg.ended'), { reason: 'hung-up' })
    stage.order({ do: 'answer', leg })
    await waiting.answered
    stage.order({ do: 'hangUp', leg: a, reason: 'finished' })
    await Promise.all([one.close(), two.close(), third.close()])
    await stage.stop()
    t.equal(endingsOf(stage).length, 3)
    t.equal(stage.facts.filter(({ type }) => type === 'leg.arrived').length, 3)
  },
)

t.test('a draining voice takes no new call and waits for the last one', async (t) => {
  const stage = await createVoiceStage()
  const phone = await createPhone()
  const call = await phone.call(stage.uri('95000'))
  const { leg } = await stage.next('leg.arrived')
  stage.order({ do: 'answer', leg })
  await call.answered
  let isDrained = false
  const drained = stage.voice.drain().then(() => (isDrained = true))
  const refused = await phone.call(stage.uri('95000'))
  t.match(await refused.ended, { status: 503, reason: /draining/ })
  t.notOk(isDrained)
  call.hangUp()
  await drained
  await phone.close()
  await stage.stop()
})

t.test('a voice that must end at once says farewell, and its last facts arrive', async (t) => {
  const stage = await createVoiceStage()
  const [caller, agent] = [await createPhone(), await createPhone()]
  const call = await caller.call(stage.uri('95000'))
  const { leg } = await stage.next('leg.arrived')
  stage.order({ do: 'answer', leg })
  await call.answered
  const cancelled = new Promise((resolve) =>
    agent.onInvite((incoming) => {
      incoming.ring()
      void incoming.cancelled.then(() => resolve(true))
    }),
  )
  stage.order(ringing(agent.uri))
  await stage.next('leg.ringing')
  await stage.voice.end()
  t.match(await call.ended, { by: 'far', reason: /draining/ })
  t.ok(await cancelled)
  t.equal(endingsOf(stage).length, 2)
  await Promise.all([caller.close(), agent.close()])
  await stage.stop()
})

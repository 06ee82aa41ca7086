import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openDesk, untilFound } from '../desk.ts'
import { createPhone } from '../phone.ts'
import { startSystem } from '../system.ts'
import { callerHz, callSales, phoneAgent, untilHears } from './story.ts'

t.setTimeout(240_000)

t.test('a talk goes on when voice is killed and has no spare', async (t) => {
  const system = await startSystem(t, { VOICE_SPARE: 'off' })
  const admin = await openDesk(t, system, 'admin', 'board')
  const customer = await createPhone()
  t.teardown(() => customer.close())
  const anna = await phoneAgent(t, system, admin, '1001', 900)
  await anna.becomesReady()
  const call = await callSales(system, customer)
  const theirs = await anna.call()
  const bothHear = () => Promise.all([untilHears(call, anna.toneHz), untilHears(theirs, callerHz)])
  await bothHear()

  await system.kill('voice')
  const killedAt = Date.now()
  await sleep(600)
  await untilFound('sound again', () => call.heard(200).length > 0, 30_000)
  await bothHear()
  const hole = call.longestSilence(Date.now() - killedAt + 100)
  t.comment(`${Math.round(hole)} ms of silence at the caller`)
  t.notMatch(system.log(), 'its spare takes over')
  call.hangUp()
  await anna.contact('wrapUp')
})

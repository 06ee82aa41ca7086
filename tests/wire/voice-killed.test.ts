import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { untilFound } from '../desk.ts'
import { callerHz, callSales, phoneAgent, stage, untilHears } from './story.ts'

t.setTimeout(240_000)

t.test('a talk goes on when voice is killed', async (t) => {
  const { system, admin, customer } = await stage(t)
  const anna = await phoneAgent(t, system, admin, '1001', 900)
  await anna.becomesReady()
  const call = await callSales(system, customer)
  const theirs = await anna.call()
  await anna.contact('talking')
  await untilHears(call, anna.toneHz)
  await untilHears(theirs, callerHz)
  await untilFound('the spare', () => system.log().split('voice is prepared').length > 2)

  await system.kill('voice')
  const killedAt = Date.now()
  await sleep(600)
  await Promise.all([untilHears(call, anna.toneHz), untilHears(theirs, callerHz)])
  t.comment(`both hear each other again ${Date.now() - killedAt} ms after SIGKILL`)
  t.ok(await anna.contact('talking'))
  call.hangUp()
  await anna.contact('wrapUp')
})

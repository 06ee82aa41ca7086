import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openDesk, untilFound } from '../../testkit/desk.ts'
import { createPhone } from '../../testkit/phone/phone.ts'
import { callerHz, callSales, phoneAgent, untilHears } from '../../testkit/story.ts'
import { startSystem } from '../../testkit/system.ts'

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
  const talkingSince = Date.now()
  // At most the last second of a recording is lost; there is more of this one.
  await sleep(2000)

  await system.kill('voice')
  const killedAt = Date.now()
  await sleep(600)
  await untilFound('sound again', () => call.heard(200).length > 0, 30_000)
  await bothHear()
  const hole = call.longestSilence(Date.now() - killedAt + 100)
  t.comment(`${Math.round(hole)} ms of silence at the caller`)
  t.notMatch(system.log(), 'its spare takes over')
  await sleep(600)
  const talkedMs = Date.now() - talkingSince
  call.hangUp()

  const { id } = await anna.contact('wrapUp')
  const wav = await untilFound('the recording', async () => {
    const response = await admin.fetch(`/api/v1/contacts/${id}/recording`)
    return response.ok && response.arrayBuffer()
  })
  const samples = new Int16Array(wav.slice(44))
  const recordedMs = samples.length / 2 / 8
  t.comment(`talked ${talkedMs} ms, recorded ${recordedMs} ms`)
  t.ok(Math.abs(recordedMs - talkedMs) < 0.8 * hole, 'the hole is in the recording')
})

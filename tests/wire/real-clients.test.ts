import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { noBaresip, startBaresip } from '../../testkit/clients/baresip.ts'
import type { Client, ClientOptions } from '../../testkit/clients/client.ts'
import { noLinphone, startLinphone } from '../../testkit/clients/linphone.ts'
import { openDesk } from '../../testkit/desk.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import {
  callerHz,
  callSales,
  phoneAgent,
  stage,
  untilHears,
  untilSound,
} from '../../testkit/story.ts'

t.setTimeout(240_000)

type Start = (t: Test, options: ClientOptions) => Promise<Client>
const clients: readonly {
  readonly name: string
  readonly skip: string | false
  readonly start: Start
  readonly codecs: readonly string[]
}[] = [
  {
    name: 'baresip',
    skip: noBaresip,
    start: startBaresip,
    codecs: [
      'PCMU/8000/1',
      'PCMA/8000/1',
      'G722/16000/1',
      'opus/48000/2',
      'PCMU/8000/1;mediaenc=srtp-mand',
    ],
  },
  {
    name: 'linphone',
    skip: noLinphone,
    start: startLinphone,
    codecs: ['PCMU', 'PCMA', 'G722', 'opus'],
  },
]

for (const { name, skip, start, codecs } of clients)
  t.test(`${name} makes and takes calls`, { skip }, async (t) => {
    const { system, admin, customer } = await stage(t)
    const agent = await phoneAgent(t, system, admin, '1001', 1000)
    await agent.becomesReady()

    for (const codec of codecs)
      await t.test(`as a customer, in ${codec}`, async (t) => {
        const client = await start(t, { toneHz: 700, codec })
        await client.dial(system.hotline)
        await sleep(1000)
        for (const key of ['1', '1']) {
          await client.press(key)
          await sleep(1000)
        }
        await agent.contact('talking')
        const call = await agent.call()
        await untilHears(call, 700)
        await sleep(1500)
        const { sound, rate } = await client.hangUp()
        const last = sound.subarray(-rate)
        t.ok(Math.abs((dominantHz(last, rate) ?? 0) - 1000) <= 8, 'it hears the agent')
        const { id } = await agent.contact('wrapUp')
        await agent.desk.ask({ ask: 'wrapUp', contact: id, disposition: 'solved', note: '' })
      })

    await agent.desk.ask({ ask: 'notReady', reason: 'break' })
    await t.test('as an agent’s phone', async (t) => {
      const client = await start(t, { toneHz: 1200, codec: codecs[1] ?? '' })
      const body = JSON.stringify({ phone: client.uri })
      const patched = await admin.fetch('/api/v1/people/1002', { method: 'PATCH', body })
      t.ok(patched.ok)
      const desk = await openDesk(t, system, '1002')
      await desk.ask({ ask: 'ready' })
      const call = await callSales(system, customer)
      await untilSound(call)
      await untilHears(call, 1200)
      await sleep(1500)
      const { sound, rate } = await client.hangUp()
      const last = sound.subarray(-rate)
      t.ok(Math.abs((dominantHz(last, rate) ?? 0) - callerHz) <= 8, 'it hears the customer')
      t.equal((await call.ended).by, 'far')
    })
  })

import t from 'tap'
import { hearEachOther } from '../../core/hearing.ts'
import { type LegId, named } from '../../core/names.ts'
import { createPhone } from '../phone.ts'
import { dominantHz } from '../tone.ts'
import { noChromium } from './chromium.ts'
import { openExchange } from './exchange.ts'
import {
  agent,
  agentIsRung,
  heardInPage,
  isNear,
  openPhone,
  press,
  shows,
  until,
} from './softphone-stage.ts'

// A browser on a busy machine takes its time.
t.setTimeout(240_000)

const leg = named<LegId>('c1.1')

for (const codecs of [['opus', 'pcmu'], ['pcma']] as const)
  t.test(
    `a phone with G.711 and a browser that speaks ${codecs[0]} hear each other`,
    { skip: noChromium },
    async (t) => {
      const exchange = await openExchange(t, { web: { workers: 1, codecs }, rtpPortMin: 40_000 })
      const caller = await createPhone()
      t.teardown(() => caller.close())
      const page = await openPhone(t, exchange, agent, true)
      await exchange.take('device.registered')
      const call = await caller.call(exchange.uriOf('95000'), { toneHz: 600, codecs: ['PCMU'] })
      const inbound = (await exchange.take('leg.arrived')).leg
      exchange.voice.perform({ do: 'answer', leg: inbound })
      await exchange.take('leg.answered')
      agentIsRung(exchange, leg, true)
      await exchange.take('leg.answered')
      exchange.voice.perform({ do: 'hear', rows: hearEachOther(inbound, leg) })
      t.ok(await until(() => isNear(dominantHz(call.heard(500)), 1000)), 'the caller hears')
      t.ok(await until(async () => isNear(await heardInPage(page), 600)), 'the agent hears')
      t.equal(await page.evaluate(codecInPage), `audio/${codecs[0] === 'opus' ? 'opus' : 'PCMA'}`)

      await shows(t, page, { call: 'talking' })
      await press(page, 'hangUp()')
      t.match(await exchange.take('leg.ended'), { leg, reason: 'hung-up' })
      const { quality, ...told } = await exchange.take('leg.measured')
      t.match(told, { leg, final: true })
      t.match(quality, { codec: codecs[0] === 'opus' ? 'opus' : 'PCMA', farLost: Number })
      t.ok(quality.received > 50, JSON.stringify(quality))
    },
  )

/** Of what the page sends. */
const codecInPage = `peers.at(-1).getStats().then((stats) => {
  const all = [...stats.values()]
  const sent = all.find(({ type }) => type === 'outbound-rtp')
  return all.find(({ id }) => id === sent.codecId).mimeType
})`

import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { noChromium } from './chromium.ts'
import { openExchange } from './exchange.ts'
import { press, shows, talk, leg } from './softphone-stage.ts'

// A browser on a busy machine takes its time.
t.setTimeout(240_000)

for (const codecs of [['opus', 'pcmu'], ['pcma']] as const)
  t.test(
    `a phone with G.711 and a browser that speaks ${codecs[0]} hear each other`,
    { skip: noChromium },
    async (t) => {
      const exchange = await openExchange(t, { web: { workers: 1, codecs }, rtpPortMin: 40_000 })
      const { page, bothHear } = await talk(t, exchange, { codecs: ['PCMU'] })
      await bothHear('it')
      t.equal(await page.evaluate(codecInPage), `audio/${codecs[0] === 'opus' ? 'opus' : 'PCMA'}`)

      await shows(t, page, { call: 'talking' })
      // More than a second of sound, however soon it was heard.
      await sleep(1500)
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

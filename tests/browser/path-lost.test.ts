import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { noChromium } from './chromium.ts'
import { openExchange } from './exchange.ts'
import { shows, talk, until, watchWorkers } from './softphone-stage.ts'

// A browser on a busy machine takes its time.
t.setTimeout(240_000)

/** Longer than ICE consent lasts (10 s), shorter than Chromium waits before it gives up. */
const outageMs = 11_500

t.test(
  'a talk whose path was dead for longer than consent lasts goes on after an ICE restart',
  { skip: noChromium },
  async (t) => {
    const workers = watchWorkers(t)
    const exchange = await openExchange(t, { rtpPortMin: 47_000 })
    const { page, bothHear } = await talk(t, exchange)
    await bothHear('at first')
    const fragment = () =>
      page.evaluate('/a=ice-ufrag:.*/.exec(peers.at(-1).remoteDescription.sdp)[0]')
    const before = await fragment()

    const [worker] = workers
    process.kill(worker?.pid ?? 0, 'SIGSTOP')
    await sleep(outageMs)
    process.kill(worker?.pid ?? 0, 'SIGCONT')
    t.ok(await until(async () => (await fragment()) !== before), 'ICE was restarted')
    await sleep(1000)
    await bothHear('again')
    await shows(t, page, { call: 'talking' })
    t.equal(exchange.facts.filter(({ type }) => type === 'leg.ended').length, 0)
  },
)

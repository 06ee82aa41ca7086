import { setTimeout as sleep } from 'node:timers/promises'
import * as mediasoup from 'mediasoup'
import type { Worker } from 'mediasoup/types'
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
  shows,
  until,
} from './softphone-stage.ts'

// A browser on a busy machine takes its time.
t.setTimeout(240_000)

const leg = named<LegId>('c1.1')
/** Longer than ICE consent lasts (10 s), shorter than Chromium waits before it gives up. */
const outageMs = 11_500

t.test(
  'a talk whose path was dead for longer than consent lasts goes on after an ICE restart',
  { skip: noChromium },
  async (t) => {
    const workers: Worker[] = []
    const meet = (worker: Worker) => void workers.push(worker)
    mediasoup.observer.on('newworker', meet)
    t.teardown(() => mediasoup.observer.off('newworker', meet))
    const exchange = await openExchange(t, { rtpPortMin: 47_000 })
    const caller = await createPhone()
    t.teardown(() => caller.close())
    const page = await openPhone(t, exchange, agent, true)
    await exchange.take('device.registered')
    const call = await caller.call(exchange.uriOf('95000'), { toneHz: 600 })
    const inbound = (await exchange.take('leg.arrived')).leg
    exchange.voice.perform({ do: 'answer', leg: inbound })
    await exchange.take('leg.answered')
    agentIsRung(exchange, leg, true)
    await exchange.take('leg.answered')
    exchange.voice.perform({ do: 'hear', rows: hearEachOther(inbound, leg) })
    const bothHear = async (when: string) => {
      t.ok(await until(() => isNear(dominantHz(call.heard(500)), 1000)), `the caller ${when}`)
      t.ok(await until(async () => isNear(await heardInPage(page), 600)), `the agent ${when}`)
    }
    await bothHear('hears at first')
    const fragment = () =>
      page.evaluate('/a=ice-ufrag:.*/.exec(peers.at(-1).remoteDescription.sdp)[0]')
    const before = await fragment()

    const [worker] = workers
    process.kill(worker?.pid ?? 0, 'SIGSTOP')
    await sleep(outageMs)
    process.kill(worker?.pid ?? 0, 'SIGCONT')
    t.ok(await until(async () => (await fragment()) !== before), 'ICE was restarted')
    await sleep(1000)
    await bothHear('hears again')
    await shows(t, page, { call: 'talking' })
    t.equal(exchange.facts.filter(({ type }) => type === 'leg.ended').length, 0)
  },
)

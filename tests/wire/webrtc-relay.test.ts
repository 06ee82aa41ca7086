import { setTimeout as sleep } from 'node:timers/promises'
import * as mediasoup from 'mediasoup'
import type { Router, Worker } from 'mediasoup/types'
import t, { type Test } from 'tap'
import { type LegId, named } from '../../core/names.ts'
import { startWebRtc } from '../../media/webrtc.ts'

const engine = { ip: '127.0.0.1', port: 9, ssrc: 4711 }
const legs = (count: number) => Array.from({ length: count }, (_, n) => named<LegId>(`l${n}`))

/** The relay, and mediasoup's own view of what is open in it. */
async function start(t: Test) {
  const [lost, alarms]: [LegId[], string[]] = [[], []]
  const workers: Worker[] = []
  const routers: Router[] = []
  const meet = (worker: Worker) => {
    workers.push(worker)
    worker.observer.on('newrouter', (router) => routers.push(router))
  }
  mediasoup.observer.on('newworker', meet)
  const relay = await startWebRtc({
    ...{ host: '127.0.0.1', rtpPortMin: 43000, rtpPortMax: 43999 },
    onLost: (leg) => lost.push(leg),
    onAlarm: (reason) => alarms.push(reason),
  })
  t.teardown(async () => {
    await relay.stop()
    mediasoup.observer.off('newworker', meet)
  })
  const transports = async () => {
    const dumps = await Promise.all(routers.map((router) => router.dump()))
    return dumps.reduce((sum, { transportIds }) => sum + transportIds.length, 0)
  }
  return { relay, lost, alarms, workers, transports }
}

async function until(holds: () => boolean) {
  for (let n = 0; n < 100 && !holds(); n++) await sleep(50)
}

t.test('closed legs leave no transport behind, whatever they were doing', async (t) => {
  const { relay, transports } = await start(t)
  await Promise.all(legs(20).map((leg) => relay.offer(leg, engine)))
  t.equal(await transports(), 40)
  for (const leg of legs(20)) relay.close(leg)
  t.equal(await transports(), 0)

  const opening = legs(10).map((leg) => relay.offer(leg, engine))
  for (const leg of legs(10)) relay.close(leg)
  const ends = await Promise.allSettled(opening)
  t.ok(ends.every(({ status }) => status === 'rejected'))
  t.equal(await transports(), 0)

  const refusal = relay.answer(named('refused'), 'm=audio 4 RTP/AVP 0\r\n', engine)
  t.match(await refusal.catch((error: unknown) => error), { reason: 'no-common-codec' })
  t.equal(await transports(), 0)
})

t.test('a leg opens once, and only an open one can be accepted', async (t) => {
  const { relay } = await start(t)
  const leg = named<LegId>('one')
  const { relay: end } = await relay.offer(leg, engine)
  t.equal(end.ip, '127.0.0.1')
  t.ok(end.port >= 43000 && end.port <= 43999)
  await t.rejects(relay.offer(leg, engine), /open already/)
  await t.rejects(relay.accept(named('other'), ''), /not open/)
  relay.close(named('other'))
})

t.test('a worker that dies loses its legs, raises an alarm, and is replaced', async (t) => {
  const { relay, lost, alarms, workers } = await start(t)
  await Promise.all(legs(3).map((leg) => relay.offer(leg, engine)))
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
  await until(() => lost.length === 3)
  t.same([...lost].sort(), legs(3))
  t.same(alarms, ['webrtc-worker-died'])

  for (const leg of legs(3)) relay.close(leg)
  t.match(await relay.offer(named('next'), engine), { sdp: /a=ice-lite/ })
  t.equal(workers.length, 2)
})

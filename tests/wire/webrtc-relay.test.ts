import { setTimeout as sleep } from 'node:timers/promises'
import * as mediasoup from 'mediasoup'
import type { Router, Worker } from 'mediasoup/types'
import t, { type Test } from 'tap'
import { type LegId, named } from '../../core/names.ts'
import { webCodecNames } from '../../media/webrtc/web-codecs.ts'
import { startRelay } from '../media/webrtc/relay.ts'

const engine = { ip: '127.0.0.1', port: 9, ssrc: 4711 }
const legs = (count: number) => Array.from({ length: count }, (_, n) => named<LegId>(`l${n}`))

/** The relay, and mediasoup's own view of what is open in it. */
async function start(t: Test, workerCount = 1, announced?: string) {
  const [lost, alarms]: [LegId[], string[]] = [[], []]
  const stranded: [LegId, string][] = []
  const workers: Worker[] = []
  const routers: Router[] = []
  const meet = (worker: Worker) => {
    workers.push(worker)
    worker.observer.on('newrouter', (router) => routers.push(router))
  }
  mediasoup.observer.on('newworker', meet)
  const relay = await startRelay({
    host: '127.0.0.1',
    rtpPortMin: 43000,
    rtpPortMax: 43999,
    workers: workerCount,
    codecs: webCodecNames,
    announced,
    onStranded: (leg, why) => stranded.push([leg, why]),
    onLost: (leg) => lost.push(leg),
    onAlarm: (reason) => alarms.push(reason),
  })
  t.teardown(async () => {
    await relay.stop()
    mediasoup.observer.off('newworker', meet)
  })
  const spread = async () => {
    const running = routers.filter(({ closed }) => !closed)
    const dumps = await Promise.all(running.map((router) => router.dump()))
    return dumps.map(({ transportIds }) => transportIds.length)
  }
  const transports = async () => (await spread()).reduce((sum, each) => sum + each, 0)
  return { relay, lost, stranded, alarms, workers, spread, transports }
}

/** What a browser offers, and answers, as far as the relay looks at it. */
const offer = (payloads = '111 0 8', ufrag = 'Xx1y') =>
  [
    ...['v=0', 'o=- 4611 2 IN IP4 127.0.0.1', 's=-', 't=0 0'],
    ...[`m=audio 9 UDP/TLS/RTP/SAVPF ${payloads}`, 'c=IN IP4 0.0.0.0'],
    ...[`a=ice-ufrag:${ufrag}`, 'a=ice-pwd:abcdefghijklmnopqrstuvwx', 'a=setup:active', 'a=mid:0'],
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
    ...['a=rtpmap:111 opus/48000/2', 'a=ssrc:1234 cname:c', ''],
  ].join('\r\n')

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

t.test('a leg has a port of ours, and only an open one can be accepted', async (t) => {
  const { relay } = await start(t)
  const leg = named<LegId>('one')
  const { relay: end } = await relay.answer(leg, offer(), engine)
  t.equal(end.ip, '127.0.0.1')
  t.ok(end.port >= 43000 && end.port <= 43999)
  await t.rejects(relay.acceptUnopened(named('other'), engine), /not open/)
  relay.close(named('other'))
})

t.test('legs are spread evenly over the workers', async (t) => {
  const { relay, spread } = await start(t, 3)
  await Promise.all(legs(9).map((leg) => relay.offer(leg, engine)))
  t.same(await spread(), [6, 6, 6], 'two transports a leg')
  const closed = legs(9).filter((_, n) => n % 3 === 0)
  for (const leg of closed) relay.close(leg)
  await Promise.all(closed.map((leg) => relay.offer(leg, engine)))
  t.same(await spread(), [6, 6, 6])
})

t.test('candidates have the announced address, the engine the one of this machine', async (t) => {
  const { relay } = await start(t, 1, '192.0.2.7')
  const { sdp, relay: end } = await relay.answer(named('natted'), offer(), engine)
  const candidates = sdp.match(/a=candidate:.*/g) ?? []
  t.same(candidates.map((line) => line.split(' ').at(2)).sort(), ['tcp', 'udp'])
  for (const candidate of candidates) t.match(candidate, / 192\.0\.2\.7 \d+ typ host/)
  t.match(sdp, 'c=IN IP4 192.0.2.7\r\n')
  t.equal(end.ip, '127.0.0.1')
})

t.test('the codec is the first of ours that the browser speaks', async (t) => {
  const { relay } = await start(t)
  const first = await relay.answer(named('both'), offer('111 8 0'), engine)
  t.match(first.sdp, /SAVPF 0\r\n/)
  t.same(first.relay.codec, { name: 'pcmu', payloadType: 0 })
  const second = await relay.answer(named('pcma'), offer('8'), engine)
  t.same(second.relay.codec, { name: 'pcma', payloadType: 8 })
})

t.test('legs of a worker that dies are stranded, and go on over another', async (t) => {
  const { relay, lost, stranded, alarms, workers } = await start(t, 2)
  const before = new Map<LegId, string>()
  for (const leg of legs(4)) before.set(leg, (await relay.answer(leg, offer(), engine)).sdp)
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
  await until(() => stranded.length === 2)
  t.match(alarms, [/^WebRTC worker \d+ died with 2 legs$/])
  for (const [leg, why] of stranded) {
    t.equal(why, 'media-worker-died')
    const again = await relay.reoffer(leg)
    t.match(again, /a=setup:actpass\r\n/)
    t.notMatch(again, /a=fingerprint:(.*)/.exec(before.get(leg) ?? '')?.[0] ?? 'none')
    const end = await relay.accept(leg, offer('0', 'new1'))
    t.same(end.codec, { name: 'pcmu', payloadType: 0 })
    t.equal(await relay.reoffer(leg), undefined, 'it is not stranded any more')
  }
  const unhurt = legs(4).find((leg) => !stranded.some(([other]) => other === leg))
  t.equal(unhurt && (await relay.reoffer(unhurt)), undefined)
  t.same(lost, [])
})

t.test('the only worker that dies is replaced, and its legs go on in the new one', async (t) => {
  const { relay, stranded, workers } = await start(t)
  const [leg = named<LegId>('none')] = legs(1)
  await relay.answer(leg, offer(), engine)
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
  await until(() => stranded.length === 1)
  t.match(await relay.reoffer(leg), /a=ice-lite/)
  t.equal(workers.length, 2)
})

t.test('an offer of the browser itself mends a stranded leg too', async (t) => {
  const { relay, stranded, workers } = await start(t)
  const [leg = named<LegId>('none')] = legs(1)
  await relay.answer(leg, offer(), engine)
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
  await until(() => stranded.length === 1)
  t.match(await relay.reanswer(leg, offer('0', 'new1')), { sdp: /a=setup:passive/ })
  t.equal(await relay.reoffer(leg), undefined)
})

t.test('a browser that rings while its worker dies is stranded when it answers', async (t) => {
  const { relay, stranded, workers } = await start(t)
  const [leg = named<LegId>('none')] = legs(1)
  await relay.offer(leg, engine)
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
  await until(() => workers[0]?.closed === true)
  t.same(stranded, [])
  await relay.accept(leg, offer('0'))
  await until(() => stranded.length === 1)
  t.match(await relay.reoffer(leg), /SAVPF 0\r\n/)
})

t.test(
  'legs that open while their worker dies open in another, and leave nothing behind',
  async (t) => {
    const { relay, workers, transports } = await start(t, 2)
    const opening = legs(10).map((leg) => relay.offer(leg, engine))
    process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
    const ends = await Promise.allSettled(opening)
    t.same(
      ends.filter(({ status }) => status === 'rejected'),
      [],
    )
    for (const leg of legs(10)) relay.close(leg)
    t.equal(await transports(), 0)
  },
)

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hearEachOther } from '../core/hearing.ts'
import { type LegId, named } from '../core/names.ts'
import type { MediaEndpoint } from '../media/endpoint/endpoint.ts'
import type { MediaFact } from '../media/facts.ts'
import type { Media } from '../media/media.ts'
import { startMedia } from '../media/start-media.ts'
import { BenchFault, type Benchmark, listOption, option, type Tell } from './benchmark.ts'
import { childrenOf, cpuMsOf } from './process-stat.ts'
import { type Browsers, openBrowsers } from './sound/browsers.ts'
import { openPhones, type Phones } from './sound/phones.ts'

const host = '127.0.0.1'
/** The code is compiled and the recordings are open before the clock counts. */
const warmUpMs = 10_000
/** Of one phone, in one direction, 1/s. */
const packetsPerSecond = 50

/**
 * SIP callers talk with browsers through the media room of this process, recorded in stereo: ICE, DTLS and SRTP are
 * real at both ends. CPU is that of this process and of its mediasoup worker, user and system, all threads. Calls per
 * core are the calls of the run divided by the cores that they took.
 */
export const webrtc: Benchmark = {
  name: 'webrtc',
  what: 'media room and mediasoup: SIP callers talk with browsers, recorded in stereo; calls a core',
  options: { calls: [20, 60], seconds: 10 },
  run: async (options, tell) => {
    const sizes = listOption(options, 'calls')
    for (const calls of sizes) {
      console.error(`${calls} calls …`)
      const suffix = sizes.length > 1 ? `_${calls}_calls` : ''
      const tellHere: Tell = (metric, value, unit) => tell(`${metric}${suffix}`, value, unit)
      await measureCalls(calls, option(options, 'seconds'), tellHere)
    }
  },
}

async function measureCalls(calls: number, seconds: number, tell: Tell): Promise<void> {
  const [phones, browsers] = await Promise.all([openPhones(calls), openBrowsers()])
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-bench-'))
  const facts: MediaFact[] = []
  const endpoints: MediaEndpoint[] = []
  const media = await startMedia({
    host,
    rtpPortMin: 18_000,
    rtpPortMax: 29_999,
    dataDir,
    promptsDir: join(import.meta.dirname, '../prompts'),
    onFact: (fact) => facts.push(fact),
  })
  try {
    const ports: number[] = []
    for (const port of phones.ports) {
      const opened = await connect(ports.length, port, media, browsers)
      ports.push(opened.port)
      endpoints.push(...opened.endpoints)
    }
    const [roomMs, workerMs] = await cpuOf(phones, browsers, ports, seconds, tell)
    const cores = (ms: number) => ms / 1000 / seconds
    tell('calls_per_core', calls / cores(roomMs + workerMs), '1')
    tell('cores_per_100_calls', (100 * cores(roomMs + workerMs)) / calls, '1')
    tell('room_cores_per_100_calls', (100 * cores(roomMs)) / calls, '1')
    tell('worker_cores_per_100_calls', (100 * cores(workerMs)) / calls, '1')
  } finally {
    for (const endpoint of endpoints) endpoint.close()
    await sleep(500)
    await media.stop()
    phones.end()
    browsers.end()
    await rm(dataDir, { recursive: true, force: true })
  }
  checkHeard(facts, calls, seconds)
}

/** A caller and an agent hear each other and are recorded; gives where the caller's sound goes. */
async function connect(n: number, port: number, media: Media, browsers: Browsers) {
  const [caller, agent] = [named<LegId>(`c${n}`), named<LegId>(`c${n}.1`)]
  const offer = offerFrom(port)
  const toCaller = media.openEndpoint(caller, { offer })
  const answer = await toCaller.answer(offer)
  const toAgent = media.openEndpoint(agent, { called: 'web' })
  await toAgent.accept(await browsers.answer(await toAgent.offer()))
  media.perform({ do: 'hear', rows: hearEachOther(caller, agent) })
  media.perform({ do: 'record', recording: named(`r${n}`), left: caller, right: [agent] })
  return { port: Number(/^m=audio (\d+)/m.exec(answer)?.[1]), endpoints: [toCaller, toAgent] }
}

/** Lets all talk; gives the CPU time of the measured seconds, of the room and of its worker. */
async function cpuOf(
  phones: Phones,
  browsers: Browsers,
  ports: readonly number[],
  seconds: number,
  tell: Tell,
): Promise<readonly [roomMs: number, workerMs: number]> {
  await browsers.talk()
  phones.talk(
    ports,
    ports.map(() => -1),
  )
  await sleep(warmUpMs)
  const workers = await childrenOf(process.pid, 'mediasoup-worke')
  const before = [await cpuMsOf(process.pid), await sumOf(workers)] as const
  const heard = await Promise.all([phones.measure(seconds), browsers.measure(seconds)])
  const after = [await cpuMsOf(process.pid), await sumOf(workers)] as const
  for (const [n, who] of ['phone', 'browser'].entries()) {
    const { received = 0, sent = 0, gapP99Ms = 0 } = heard[n] ?? {}
    if (Math.min(received, sent) < 0.9 * ports.length * seconds * packetsPerSecond)
      throw new BenchFault(`too few packets at a ${who}: ${received} received, ${sent} sent`)
    tell(`${who}_gap_p99_ms`, gapP99Ms, 'ms')
  }
  return [after[0] - before[0], after[1] - before[1]]
}

async function sumOf(pids: readonly number[]): Promise<number> {
  const each = await Promise.all(pids.map(cpuMsOf))
  return each.reduce((sum, ms) => sum + ms, 0)
}

/** What the browsers said has passed SRTP and reached the room. */
function checkHeard(facts: readonly MediaFact[], calls: number, seconds: number): void {
  const received = facts.reduce((sum, fact) => {
    const isAgent = fact.type === 'leg.measured' && fact.final && fact.leg.endsWith('.1')
    return isAgent ? sum + fact.quality.received : sum
  }, 0)
  if (received < 0.9 * calls * seconds * packetsPerSecond)
    throw new BenchFault(`the browsers were not heard: ${received} packets`)
}

function offerFrom(port: number): string {
  const lines = ['v=0', `o=- 1 1 IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0']
  // Phones tell their keys by telephone-events: nobody need listen for tones.
  const audio = [`m=audio ${port} RTP/AVP 0 101`, 'a=rtpmap:101 telephone-event/8000', '']
  return [...lines, ...audio].join('\r\n')
}

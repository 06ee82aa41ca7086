import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  BenchFault,
  type Benchmark,
  option,
  type Options,
  type Peer,
  type Tell,
} from './benchmark.ts'
import { withAsteriskSip } from './peer/asterisk-sip.ts'
import { quantile } from './quantile.ts'
import { type EdgeAndVoice, withEdgeAndVoice } from './sip/edge-and-voice.ts'
import { type Load, type LoadDone, startLoad } from './sip/load.ts'
import { startSoftphones } from './sip/softphones.ts'

/** The signalling alone: edge and the signalling room of voice, no media, no centre. */
export const sip: Benchmark = {
  name: 'sip',
  what: 'edge and voice without media: calls a second, time to the answer, calls passed through, 10,000 softphones, overload; beside Asterisk where it is installed',
  options: { rate: 800, latency: 400, through: 400, seconds: 10, phones: 10_000, refresh: 50 },
  run: async (options, tell) => {
    const load = await startLoad()
    try {
      const ours = await measureCalls(options, load)
      const theirs = await measurePeer(options, load)
      tellBeside(ours, theirs, tell)
      await measureSoftphones(options, tell)
      await measureOverload(options, load, tell)
    } finally {
      load.end()
    }
  },
}

type Figure = readonly [metric: string, value: number, unit: string]
/** Where calls go, and what they cost so far: CPU time, user and system, ms. */
type Side = { readonly sipPort: number; readonly cpuMs: () => Promise<number> }

/** Calls a second until compiled code runs; what a call is held, ms. */
const [warmUpRate, warmUpSeconds, holdMs, quietMs] = [100, 5, 200, 2_000]

async function measureCalls(options: Options, load: Load): Promise<readonly Figure[]> {
  console.error('callwright: answered …')
  const answered = await withEdgeAndVoice(0, (both) => answeredCalls(options, load, sideOf(both)))
  console.error('callwright: passed through …')
  const through = await withEdgeAndVoice(load.calleePort, (both) =>
    throughCalls(options, load, sideOf(both), '95001'),
  )
  return [...answered, ...through]
}

/** Our own figures stand without the peer's. */
async function measurePeer(options: Options, load: Load) {
  try {
    return await withAsteriskSip(load.calleePort, async (peer) => {
      console.error(`${peer.name} …`)
      const answered = await answeredCalls(options, load, peer)
      const through = await throughCalls(options, load, peer, '95001')
      return { name: peer.name, figures: [...answered, ...through] }
    })
  } catch (error) {
    if (!(error instanceof BenchFault)) throw error
    console.error(`the peer gave no figure: ${error.message}`)
    return undefined
  }
}

const sideOf = ({ sipPort, cpuMs }: EdgeAndVoice): Side => ({
  sipPort,
  cpuMs: async () => (await cpuMs()).reduce((sum, ms) => sum + ms, 0),
})

async function answeredCalls(options: Options, load: Load, side: Side): Promise<Figure[]> {
  const call = caller(options, load, side, '95000')
  await call(warmUpRate, warmUpSeconds)
  const busy = await call(option(options, 'rate'))
  const quiet = await call(option(options, 'latency'))
  return [...figuresOf('answered', busy), ...timesOf('answered', quiet)]
}

async function throughCalls(options: Options, load: Load, side: Side, user: string) {
  const call = caller(options, load, side, user)
  await call(warmUpRate, warmUpSeconds)
  const done = await call(option(options, 'through'))
  return [...figuresOf('through', done), ...timesOf('through', done)]
}

type Done = LoadDone & { readonly calls: number; readonly cpuMs: number; readonly load: number }

function caller(options: Options, load: Load, { sipPort, cpuMs }: Side, user: string) {
  return async (rate: number, seconds = option(options, 'seconds')): Promise<Done> => {
    await sleep(quietMs)
    const before = await cpuMs()
    const uri = `sip:${user}@127.0.0.1:${sipPort}`
    const calls = rate * seconds
    const done = await load.run({ uri, rate, calls, holdMs })
    console.error(
      `${calls} calls at ${rate}/s: ${done.completed} completed, ${done.repeats} repeats`,
    )
    return { ...done, calls, cpuMs: (await cpuMs()) - before, load: loadavg()[0] ?? NaN }
  }
}

const figuresOf = (
  name: string,
  { calls, completed, repeats, sendingMs, ...done }: Done,
): Figure[] => [
  [`${name}_calls_per_s`, (calls / sendingMs) * 1000, '1/s'],
  [`${name}_failed`, calls - completed, '1'],
  [`${name}_repeats`, repeats, '1'],
  [`${name}_cpu_ms_per_call`, done.cpuMs / calls, 'ms'],
  [`${name}_load_1_min`, done.load, '1'],
]

const timesOf = (name: string, { answeredMs }: Done): Figure[] => [
  [`${name}_invite_to_200_p50_ms`, quantile(answeredMs, 0.5), 'ms'],
  [`${name}_invite_to_200_p99_ms`, quantile(answeredMs, 0.99), 'ms'],
]

function tellBeside(
  ours: readonly Figure[],
  theirs: { name: string; figures: readonly Figure[] } | undefined,
  tell: Tell,
): void {
  for (const [n, [metric, value, unit]] of ours.entries()) {
    const beside = theirs?.figures[n]
    const peer: Peer | undefined = theirs && beside && { name: theirs.name, value: beside[1] }
    tell(metric, value, unit, peer)
  }
}

/** Browsers that do nothing but register again. */
async function measureSoftphones(options: Options, tell: Tell): Promise<void> {
  const [phones, refreshSeconds] = [option(options, 'phones'), option(options, 'refresh')]
  console.error(`${phones} softphones …`)
  await withEdgeAndVoice(0, async ({ wsPort, secret, cpuMs, rssMb }) => {
    const [edgeBefore, voiceBefore] = await rssMb()
    const softphones = await startSoftphones({ phones, wsPort, secret, refreshSeconds })
    try {
      await sleep(quietMs)
      await softphones.refreshed()
      const [before, begun] = [await cpuMs(), performance.now()]
      await sleep(refreshSeconds * 1000)
      const [after, tookMs] = [await cpuMs(), performance.now() - begun]
      const { answered, refused } = await softphones.refreshed()
      const [edgeMb, voiceMb] = await rssMb()
      tell('softphones_refreshes_per_s', (answered / tookMs) * 1000, '1/s')
      tell('softphones_refused', refused, '1')
      tell('softphones_edge_rss_mb', edgeMb, 'MB')
      tell('softphones_voice_rss_mb', voiceMb, 'MB')
      tell('softphones_rss_growth_mb', edgeMb + voiceMb - edgeBefore - voiceBefore, 'MB')
      tell('softphones_edge_core_share', (after[0] - before[0]) / tookMs, 'cores')
      tell('softphones_voice_core_share', (after[1] - before[1]) / tookMs, 'cores')
      tell('softphones_load_1_min', loadavg()[0] ?? NaN, '1')
    } finally {
      softphones.end()
    }
  })
}

/** 64*T1 of RFC 3261 and some more: by then nothing is kept of a call. */
const forgottenMs = 40_000

/** Twice the rate that the busier of the two processes can sustain by what a call costs it. */
async function measureOverload(options: Options, load: Load, tell: Tell): Promise<void> {
  console.error('overload …')
  await withEdgeAndVoice(0, async (both) => {
    const call = caller(options, load, sideOf(both), '95000')
    await call(warmUpRate, warmUpSeconds)
    const before = await both.cpuMs()
    const { calls } = await call(option(options, 'rate'))
    const after = await both.cpuMs()
    const busiestMs = Math.max(after[0] - before[0], after[1] - before[1]) / calls
    await sleep(forgottenMs)
    const idleMb = await both.rssMb()
    const done = await call(Math.round(2000 / busiestMs))
    const { answeredMs, refusedMs, completed, sendingMs } = done
    tell('overload_calls_per_s', (done.calls / sendingMs) * 1000, '1/s')
    tell('overload_admitted', answeredMs.length, '1')
    tell('overload_admitted_completed', completed, '1')
    tell('overload_refused', refusedMs.length, '1')
    tell('overload_unanswered', done.calls - answeredMs.length - refusedMs.length, '1')
    if (refusedMs.length > 0) {
      tell('overload_invite_to_503_p50_ms', quantile(refusedMs, 0.5), 'ms')
      tell('overload_invite_to_503_p99_ms', quantile(refusedMs, 0.99), 'ms')
    }
    await sleep(forgottenMs)
    const endMb = await both.rssMb()
    for (const [n, name] of (['edge', 'voice'] as const).entries())
      tell(`overload_${name}_rss_growth`, (endMb[n] ?? NaN) / (idleMb[n] ?? NaN) - 1, '1')
    tell('overload_load_1_min', done.load, '1')
  })
}

import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { BenchFault, option, type Options } from '../benchmark.ts'
import { withAsteriskSip } from '../peer/asterisk-sip.ts'
import { quantile } from '../quantile.ts'
import { type EdgeAndVoice, withEdgeAndVoice } from './edge-and-voice.ts'
import type { Load, LoadDone } from './load.ts'

export type Figure = readonly [metric: string, value: number, unit: string]
/** Where calls go, and what they cost so far: CPU time, user and system, ms. */
type Side = { readonly sipPort: number; readonly cpuMs: () => Promise<number> }

/** Calls a second until compiled code runs; what a call is held, ms. */
export const [warmUpRate, warmUpSeconds, holdMs, quietMs] = [100, 5, 200, 2_000]

/** Calls that are answered, and calls that are passed through. */
export async function measureCalls(options: Options, load: Load): Promise<readonly Figure[]> {
  console.error('callwright: answered …')
  const answered = await withEdgeAndVoice(0, (both) => answeredCalls(options, load, sideOf(both)))
  console.error('callwright: passed through …')
  const through = await withEdgeAndVoice(load.calleePort, (both) =>
    throughCalls(options, load, sideOf(both), '95001'),
  )
  return [...answered, ...through]
}

/** Our own figures stand without the peer's. */
export async function measurePeer(options: Options, load: Load) {
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

export const sideOf = ({ sipPort, cpuMs }: EdgeAndVoice): Side => ({
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

export type Done = LoadDone & {
  readonly calls: number
  readonly cpuMs: number
  readonly load: number
}

/** Makes calls to a user there; gives what became of them and what they cost. */
export function caller(options: Options, load: Load, { sipPort, cpuMs }: Side, user: string) {
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

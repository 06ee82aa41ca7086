import { setTimeout as sleep } from 'node:timers/promises'
import { BenchFault, type Benchmark, option, type Options, type Tell } from './benchmark.ts'
import { cpuMsOf, rssMbOf } from './process-stat.ts'
import { quantile } from './quantile.ts'
import { callWithSipp, findSipp } from './sipp.ts'
import { type ProcessName, processNames, System, withDataDir } from './system.ts'

/** Calls a second, for five seconds: compiled code is what a system in use runs. */
const warmUp = 20
/** What the start left to do (records, the first snapshot) is done then. */
const settleMs = 5_000

/** Real SIP from SIPp through edge, voice and centre: answered, half a second of welcome, hung up. */
export const calls: Benchmark = {
  name: 'calls',
  what: 'the whole system: calls answered and hung up a second, over real SIP (needs SIPp)',
  options: { rate: 50, seconds: 10 },
  run: async (options, tell) => {
    await findSipp()
    await withDataDir(async (dataDir) => {
      const system = await System.start(dataDir)
      try {
        await system.untilHealthy()
        await measure(system, options, tell)
      } finally {
        await system.stop()
      }
    })
  },
}

async function measure(system: System, options: Options, tell: Tell): Promise<void> {
  const { sipPort } = system
  const rate = option(options, 'rate')
  const calls = rate * option(options, 'seconds')
  console.error('calls to warm up …')
  await callWithSipp({ sipPort, rate: warmUp, calls: 5 * warmUp })
  await sleep(settleMs)
  const pids: (readonly [ProcessName, number])[] = []
  for (const name of processNames) pids.push([name, await system.pidOf(name)])
  for (const [name, pid] of pids) tell(`${name}_rss_before_mb`, await rssMbOf(pid), 'MB')
  const before = await sumOfCpuMs(pids)
  console.error(`${calls} calls …`)
  const { failed, inviteTo200Ms } = await callWithSipp({ sipPort, rate, calls })
  const used = (await sumOfCpuMs(pids)) - before
  for (const [name, pid] of pids) tell(`${name}_rss_after_mb`, await rssMbOf(pid), 'MB')
  tell('calls', calls, '1')
  tell('calls_failed', failed, '1')
  if (inviteTo200Ms.length === 0) throw new BenchFault('no call was answered')
  tell('cpu_ms_per_call', used / calls, 'ms')
  tell('invite_to_200_p50_ms', quantile(inviteTo200Ms, 0.5), 'ms')
  tell('invite_to_200_p99_ms', quantile(inviteTo200Ms, 0.99), 'ms')
}

async function sumOfCpuMs(pids: readonly (readonly [ProcessName, number])[]): Promise<number> {
  let sum = 0
  for (const [, pid] of pids) sum += await cpuMsOf(pid)
  return sum
}

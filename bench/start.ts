import { setTimeout as sleep } from 'node:timers/promises'
import { BenchFault, type Benchmark, option, type Tell } from './benchmark.ts'
import { System, withDataDir } from './system.ts'

/** Between two deaths: the launcher delays a process that dies too soon, and that is not what we measure. */
const betweenMs = 3_000

/** From nothing, from an earlier life's DATA_DIR, and after the death of the centre: until a call could be taken. */
export const start: Benchmark = {
  name: 'start',
  what: 'the whole system: first and second start, and the centre back after SIGKILL, until /healthz is 200',
  options: { kills: 3 },
  run: (options, tell) =>
    withDataDir(async (dataDir) => {
      const first = await timeStart(dataDir, 'first_start_ms', tell)
      await first.stop()
      const second = await timeStart(dataDir, 'second_start_ms', tell)
      try {
        for (let n = 0; n < option(options, 'kills'); n++) await timeReturn(second, tell)
      } finally {
        await second.stop()
      }
    }),
}

async function timeStart(dataDir: string, metric: string, tell: Tell): Promise<System> {
  const begun = performance.now()
  const system = await System.start(dataDir)
  try {
    await system.untilHealthy()
  } catch (error) {
    await system.stop()
    throw error
  }
  tell(metric, performance.now() - begun, 'ms')
  return system
}

async function timeReturn(system: System, tell: Tell): Promise<void> {
  await sleep(betweenMs)
  const pid = await system.pidOf('centre')
  const begun = performance.now()
  process.kill(pid, 'SIGKILL')
  await untilGone(pid)
  await system.untilHealthy()
  tell('centre_back_ms', performance.now() - begun, 'ms')
}

/** The dead must not answer for the living. */
async function untilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await sleep(5)
  }
  throw new BenchFault(`process ${pid} does not end`)
}

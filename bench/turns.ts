import { type Benchmark, option } from './benchmark.ts'
import { quantile } from './quantile.ts'
import { WorkingDay } from './working-day.ts'

/** Turns before the clock counts: agents log on, the queue fills, and the code gets warm. */
const warmUp = (agents: number, waiting: number): number => 40 * (agents + waiting) + 5_000

/** The pure centre, single-threaded, without journal and links: does a turn grow with agents and waiting contacts? */
export const turns: Benchmark = {
  name: 'turns',
  what: 'the pure centre under a scripted day, at a tenth of, once, and ten times the given size',
  options: { agents: 100, waiting: 100, turns: 20_000 },
  run: (options, tell) => {
    const count = option(options, 'turns')
    for (const factor of [0.1, 1, 10]) {
      const agents = Math.ceil(option(options, 'agents') * factor)
      const waiting = Math.ceil(option(options, 'waiting') * factor)
      const day = new WorkingDay(agents, waiting)
      day.run(warmUp(agents, waiting))
      const found = day.waiting()
      const tookMs = day.run(count)
      const size = `${agents}_agents_${waiting}_waiting`
      console.error(`${size}: ${found} waited before, ${day.waiting()} after`)
      const sumMs = tookMs.reduce((sum, ms) => sum + ms, 0)
      tell(`turns_per_s_${size}`, (tookMs.length / sumMs) * 1000, '1/s')
      tell(`turn_p50_us_${size}`, quantile(tookMs, 0.5) * 1000, 'us')
      tell(`turn_p99_us_${size}`, quantile(tookMs, 0.99) * 1000, 'us')
    }
    return Promise.resolve()
  },
}

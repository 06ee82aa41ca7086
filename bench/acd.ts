import { type Benchmark, option, type Tell } from './benchmark.ts'
import { quantile } from './quantile.ts'
import { type Kind, RoutingDay, type Took } from './routing-day.ts'

/** The router alone, single-threaded: does a decision grow with agents and waiting contacts? */
export const acd: Benchmark = {
  name: 'acd',
  what: 'the router under a scripted day, at a hundredth of, a tenth of, and once the given size',
  options: { agents: 10_000, skills: 500, queues: 200, waiting: 100_000, decisions: 100_000 },
  run: (options, tell) => {
    for (const share of [0.01, 0.1, 1]) {
      const agents = Math.ceil(option(options, 'agents') * share)
      const waiting = Math.ceil(option(options, 'waiting') * share)
      const size = { agents, skills: option(options, 'skills'), queues: option(options, 'queues') }
      const day = new RoutingDay(size, waiting)
      day.warmUp()
      const before = day.waiting
      const { took, offers } = day.run(option(options, 'decisions'))
      console.error(
        `${agents} agents: ${before} waited before, ${day.waiting} after; ${day.subQueues} sub-queues; ${offers} offers`,
      )
      tellOf(tell, took, `${agents}_agents_${waiting}_waiting`)
    }
    return Promise.resolve()
  },
}

function tellOf(tell: Tell, took: Took, size: string): void {
  const decisions = [...took.contact, ...took.agent, ...took.clock]
  const sumMs = sum(decisions) + sum(took.other)
  tell(`decisions_per_s_${size}`, (decisions.length / sumMs) * 1000, '1/s')
  tell(`events_per_s_${size}`, ((decisions.length + took.other.length) / sumMs) * 1000, '1/s')
  tell(`decision_p50_us_${size}`, quantile(decisions, 0.5) * 1000, 'us')
  tell(`decision_p99_us_${size}`, quantile(decisions, 0.99) * 1000, 'us')
  for (const kind of ['contact', 'agent', 'clock', 'other'] satisfies Kind[])
    tell(`${kind}_mean_us_${size}`, (sum(took[kind]) / took[kind].length) * 1000, 'us')
  tell(`memory_mb_${size}`, process.memoryUsage().rss / 1e6, 'MB')
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0)

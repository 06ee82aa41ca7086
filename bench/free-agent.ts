import { loadavg } from 'node:os'
import { BenchFault, type Benchmark, option, type Options, type Tell } from './benchmark.ts'
import { withCallwright } from './callwright-hotline.ts'
import type { WithHotline } from './hotline.ts'
import { findAsterisk } from './peer/asterisk.ts'
import { quantile } from './quantile.ts'
import { startQueueCrowd } from './queue-crowd.ts'

/** How soon an agent who becomes free is rung for the next of those who wait, on the wire. */
export const freeAgent: Benchmark = {
  name: 'free-agent',
  what: 'the whole system: from the message that frees an agent to the INVITE for the next caller, beside Asterisk where it is installed',
  options: { waiting: 200, agents: 20, samples: 400 },
  run: async (options, tell) => {
    console.error('callwright …')
    const ours = await measure(options, withCallwright)
    const theirs = await measurePeer(options)
    tellBeside(ours, theirs, tell)
  },
}

type Measured = { readonly name: string; readonly figures: readonly Figure[] }
type Figure = readonly [metric: string, value: number, unit: string]

async function measure(options: Options, withHotline: WithHotline): Promise<Measured> {
  const [waiting, agents] = [option(options, 'waiting'), option(options, 'agents')]
  const crowd = await startQueueCrowd({ waiting, agents, samples: option(options, 'samples') })
  const seats = crowd.ports.map((port, n) => ({ id: String(1001 + n), port }))
  try {
    return await withHotline(seats, async ({ name, uri, cpuMs }) => {
      await crowd.call(uri)
      console.error(`${name}: ${waiting} wait, load ${loadavg()[0]?.toFixed(2)}`)
      const before = { cpuMs: await cpuMs(), at: performance.now() }
      const { sinceFreeMs } = await crowd.measured()
      crowd.end()
      const cores = ((await cpuMs()) - before.cpuMs) / (performance.now() - before.at)
      console.error(`${name}: ${summaryOf(sinceFreeMs)}`)
      return { name, figures: figuresOf(sinceFreeMs, cores) }
    })
  } finally {
    crowd.end()
  }
}

const summaryOf = (sinceFreeMs: readonly number[]): string =>
  [0.5, 0.99].map((p) => `p${100 * p} ${quantile(sinceFreeMs, p).toFixed(1)} ms`).join(', ')

const figuresOf = (sinceFreeMs: readonly number[], cores: number): readonly Figure[] => [
  ['free_to_invite_mean_ms', sinceFreeMs.reduce((a, b) => a + b, 0) / sinceFreeMs.length, 'ms'],
  ['free_to_invite_p50_ms', quantile(sinceFreeMs, 0.5), 'ms'],
  ['free_to_invite_p90_ms', quantile(sinceFreeMs, 0.9), 'ms'],
  ['free_to_invite_p95_ms', quantile(sinceFreeMs, 0.95), 'ms'],
  ['free_to_invite_p99_ms', quantile(sinceFreeMs, 0.99), 'ms'],
  ['free_to_invite_max_ms', quantile(sinceFreeMs, 1), 'ms'],
  ['samples', sinceFreeMs.length, '1'],
  ['cpu_cores', cores, 'cores'],
  ['load_1_min', loadavg()[0] ?? NaN, '1'],
]

/** Our own figures stand without the peer's. */
async function measurePeer(options: Options): Promise<Measured | undefined> {
  const withAsterisk = await findAsterisk()
  if (!withAsterisk) return undefined
  console.error('asterisk …')
  try {
    return await measure(options, withAsterisk)
  } catch (error) {
    if (!(error instanceof BenchFault)) throw error
    console.error(`the peer gave no figure: ${error.message}`)
    return undefined
  }
}

function tellBeside(ours: Measured, theirs: Measured | undefined, tell: Tell): void {
  for (const [n, [metric, value, unit]] of ours.figures.entries()) {
    const beside = theirs?.figures[n]
    tell(metric, value, unit, theirs && beside && { name: theirs.name, value: beside[1] })
  }
}

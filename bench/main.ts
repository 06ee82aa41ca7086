import { acd } from './acd.ts'
import { BenchFault, type Benchmark, readOptions, type Tell } from './benchmark.ts'
import { bridge } from './bridge.ts'
import { calls } from './calls.ts'
import { freeAgent } from './free-agent.ts'
import { machine } from './machine.ts'
import { mix } from './mix.ts'
import { prompt } from './prompt.ts'
import { record } from './record.ts'
import { sip } from './sip.ts'
import { start } from './start.ts'
import { turns } from './turns.ts'
import { webrtc } from './webrtc.ts'

// `npm run bench -- NAME [--option N]`: figures as JSON lines on stdout; progress and the machine on stderr.

process.title = 'callwright-bench'
const benchmarks: readonly Benchmark[] = [
  ...[acd, turns],
  ...[prompt, bridge, mix, record],
  ...[webrtc, sip, start, calls, freeAgent],
]
const [name = '', ...args] = process.argv.slice(2)

try {
  const benchmark = benchmarks.find((one) => one.name === name)
  if (!benchmark) throw new BenchFault(usage(), 2)
  await run(benchmark)
  process.exit(0)
} catch (error) {
  if (!(error instanceof BenchFault)) throw error
  process.stderr.write(`${error.message}\n`, () => process.exit(error.exitCode))
}

async function run(benchmark: Benchmark): Promise<void> {
  const options = readOptions(args, benchmark.options)
  const tell: Tell = (metric, value, unit, peer) => {
    const figure = { bench: benchmark.name, metric, value: rounded(value), unit }
    const beside = peer && { peer: peer.name, peer_value: rounded(peer.value) }
    console.log(JSON.stringify({ ...figure, ...beside }))
  }
  console.error(`${benchmark.name} ${JSON.stringify(options)}, before: ${await machine()}`)
  await benchmark.run(options, tell)
  console.error(`after: ${await machine()}`)
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

function usage(): string {
  const lines = benchmarks.map(({ name, options, what }) => {
    const flags = Object.entries(options).map(([flag, value]) => `[--${flag} ${String(value)}]`)
    return `  ${[name, ...flags].join(' ')}\n      ${what}`
  })
  return `npm run bench -- NAME [options]\n\n${lines.join('\n')}`
}

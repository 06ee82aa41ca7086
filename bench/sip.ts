import { type Benchmark, type Peer, type Tell } from './benchmark.ts'
import { type Figure, measureCalls, measurePeer } from './sip/calls.ts'
import { startLoad } from './sip/load.ts'
import { measureOverload } from './sip/overload.ts'
import { measureSoftphones } from './sip/registered.ts'

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

function tellBeside(
  ours: readonly Figure[],
  theirs: { name: string; figures: readonly Figure[] } | undefined,
  tell: Tell,
): void {
  for (const [n, [metric, value, unit]] of ours.entries()) {
    const beside = theirs?.figures[n]
    // Of calls that were never answered there are no times.
    const has = theirs !== undefined && beside !== undefined && !Number.isNaN(beside[1])
    const peer: Peer | undefined = has ? { name: theirs.name, value: beside[1] } : undefined
    tell(metric, value, unit, peer)
  }
}

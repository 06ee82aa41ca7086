import type { Benchmark } from './benchmark.ts'
import { measureSeries, soundOptions } from './sound/series.ts'

/** Every phone talks (into the void) and hears a prompt: RTP in both directions. */
export const prompt: Benchmark = {
  name: 'prompt',
  what: 'media engine: every leg hears a prompt; beside Asterisk, and once on the fallback sockets',
  options: { ...soundOptions, legs: [100, 300, 500, 1000] },
  run: (options, tell) =>
    measureSeries(options, tell, [
      { scene: 'prompt', isPeered: true },
      { name: 'dgram_', scene: 'prompt', media: { packets: 'dgram' }, mostLegs: 100 },
    ]),
}

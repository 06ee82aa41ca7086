import type { Benchmark } from './benchmark.ts'
import { measureSeries, soundOptions } from './sound/series.ts'

/** Legs talk in pairs, and each pair is recorded in stereo, as the product does with every talk. */
export const bridge: Benchmark = {
  name: 'bridge',
  what: 'media engine: legs talk in pairs, recorded in stereo; beside Asterisk',
  options: soundOptions,
  run: (options, tell) =>
    measureSeries(options, tell, [{ scene: 'bridge-recorded', isPeered: true }]),
}

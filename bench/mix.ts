import type { Benchmark } from './benchmark.ts'
import { measureSeries, soundOptions } from './sound/series.ts'

/** Many hear many: conferences of eight, and recorded talks with a supervisor who whispers. */
export const mix: Benchmark = {
  name: 'mix',
  what: 'media engine: conferences of 8, and recorded talks of 3; conferences beside Asterisk',
  options: { ...soundOptions, legs: [96] },
  run: (options, tell) =>
    measureSeries(options, tell, [
      { name: 'conference_', scene: 'conference', isPeered: true },
      { name: 'supervised_', scene: 'supervised' },
    ]),
}

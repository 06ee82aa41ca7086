import type { Benchmark } from './benchmark.ts'
import { measureSeries, soundOptions } from './sound/series.ts'

/** What recording adds to a talk. */
export const record: Benchmark = {
  name: 'record',
  what: 'media engine: legs talk in pairs, not recorded and recorded; the first beside Asterisk',
  options: { ...soundOptions, legs: [96] },
  run: (options, tell) =>
    measureSeries(options, tell, [
      { name: 'none_', scene: 'bridge', isPeered: true },
      {
        name: 'wav_',
        scene: 'bridge-recorded',
        media: { recording: { format: 'wav', keys: { old: [] } } },
      },
      {
        name: 'opus_',
        scene: 'bridge-recorded',
        media: { recording: { format: 'opus', keys: { old: [] } } },
      },
    ]),
}

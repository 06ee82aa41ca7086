import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { option, type Options, type Tell } from '../benchmark.ts'
import { quietMs } from './calls.ts'
import { withEdgeAndVoice } from './edge-and-voice.ts'
import { startSoftphones } from './softphones.ts'

/** Browsers that do nothing but register again. */
export async function measureSoftphones(options: Options, tell: Tell): Promise<void> {
  const [phones, refreshSeconds] = [option(options, 'phones'), option(options, 'refresh')]
  console.error(`${phones} softphones …`)
  await withEdgeAndVoice(0, async ({ wsPort, secret, cpuMs, rssMb }) => {
    const [edgeBefore, voiceBefore] = await rssMb()
    const softphones = await startSoftphones({ phones, wsPort, secret, refreshSeconds })
    try {
      await sleep(quietMs)
      await softphones.refreshed()
      const [before, begun] = [await cpuMs(), performance.now()]
      await sleep(refreshSeconds * 1000)
      const [after, tookMs] = [await cpuMs(), performance.now() - begun]
      const { answered, refused } = await softphones.refreshed()
      const [edgeMb, voiceMb] = await rssMb()
      tell('softphones_refreshes_per_s', (answered / tookMs) * 1000, '1/s')
      tell('softphones_refused', refused, '1')
      tell('softphones_edge_rss_mb', edgeMb, 'MB')
      tell('softphones_voice_rss_mb', voiceMb, 'MB')
      tell('softphones_rss_growth_mb', edgeMb + voiceMb - edgeBefore - voiceBefore, 'MB')
      tell('softphones_edge_core_share', (after[0] - before[0]) / tookMs, 'cores')
      tell('softphones_voice_core_share', (after[1] - before[1]) / tookMs, 'cores')
      tell('softphones_load_1_min', loadavg()[0] ?? NaN, '1')
    } finally {
      softphones.end()
    }
  })
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Worker } from 'mediasoup/types'
import t from 'tap'
import { named, type RecordingId } from '../../core/names.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { noChromium } from './chromium.ts'
import { openExchange } from './exchange.ts'
import { isNear, leg, press, shows, talk, until, watchWorkers } from './softphone-stage.ts'

// A browser on a busy machine takes its time.
t.setTimeout(240_000)

const recording = named<RecordingId>('r1')

/** One channel of a stereo recording. */
const channelOf = (wav: Buffer, channel: 0 | 1): Int16Array =>
  new Int16Array(wav.buffer.slice(wav.byteOffset + 44)).filter((_, at) => at % 2 === channel)

/** The longest silence between sounds, ms. */
function longestGapMs(samples: Int16Array): number {
  let [longest, since] = [0, 0]
  for (const sample of samples) {
    since = Math.abs(sample) > 300 ? 0 : since + 1
    longest = Math.max(longest, since)
  }
  return longest / 8
}

for (const workers of [1, 2])
  t.test(
    `an agent's talk goes on when the worker that carries it dies, with ${workers} in all`,
    { skip: noChromium },
    async (t) => {
      const alive = watchWorkers(t)
      const codecs = ['pcmu'] as const
      const exchange = await openExchange(t, { web: { workers, codecs }, rtpPortMin: 41_000 })
      const { call, page, inbound, bothHear } = await talk(t, exchange)
      await bothHear('at first')
      exchange.voice.perform({ do: 'record', recording, left: inbound, right: [leg] })
      await until(async () => isNear(dominantHz(call.heard(500)), 1000))

      const fingerprint = () =>
        page.evaluate('/a=fingerprint:.*/.exec(peers.at(-1).remoteDescription.sdp)[0]')
      const before = await fingerprint()
      const carriers = await Promise.all(alive.map((worker) => loadOf(worker)))
      const carrier = alive[carriers.indexOf(Math.max(...carriers))]
      process.kill(carrier?.pid ?? 0, 'SIGKILL')
      const fault = await exchange.take('media.faulted')
      t.match(fault, { reason: 'media-worker-died', detail: /died with 1 legs/ })
      t.ok(await until(async () => (await fingerprint()) !== before), 'a new offer came')
      // What was heard before is forgotten by then.
      await sleep(1000)
      await bothHear('after the death')
      await shows(t, page, { call: 'talking' })
      t.equal(exchange.facts.filter(({ type }) => type === 'leg.ended').length, 0)
      t.equal(exchange.facts.filter(({ type }) => type === 'leg.mediaLost').length, 0)

      exchange.voice.perform({ do: 'stopRecording', recording })
      const { file } = await exchange.take('recording.ended')
      const wav = await readFile(join(exchange.dataDir, file))
      const [left, right] = [channelOf(wav, 0), channelOf(wav, 1)]
      t.comment(
        `${longestGapMs(left)} ms without the caller, ${longestGapMs(right)} without the agent`,
      )
      t.ok(isNear(dominantHz(left.slice(-4000)), 600), 'the caller is recorded on the left')
      t.ok(isNear(dominantHz(right.slice(-4000)), 1000), 'the agent on the right')
      await press(page, 'hangUp()')
      t.match(await exchange.take('leg.ended'), { leg, reason: 'hung-up' })
    },
  )

/** Routers that carry anything. */
async function loadOf(worker: Worker): Promise<number> {
  const { routerIds } = await worker.dump()
  return routerIds.length
}

import { setTimeout as sleep } from 'node:timers/promises'
import { option, type Options, type Tell } from '../benchmark.ts'
import { quantile } from '../quantile.ts'
import { caller, type Done, sideOf, warmUpRate, warmUpSeconds } from './calls.ts'
import { withEdgeAndVoice } from './edge-and-voice.ts'
import type { Load } from './load.ts'

/** 64*T1 of RFC 3261 and some more: by then nothing is kept of a call. */
const forgottenMs = 40_000

/** A rate is sustained when nothing is sent twice and hardly anybody waits so long, ms. */
const patienceMs = 200
/** Seconds at each rate on the way up, and how much more each is. */
const [stepSeconds, step] = [3, 1.3]

/** Twice the highest rate that was sustained. */
export async function measureOverload(options: Options, load: Load, tell: Tell): Promise<void> {
  console.error('overload …')
  await withEdgeAndVoice(0, async (both) => {
    const call = caller(options, load, sideOf(both), '95000')
    await call(warmUpRate, warmUpSeconds)
    const sustained = await climb(call, option(options, 'rate'))
    tell('overload_sustained_per_s', sustained, '1/s')
    await sleep(forgottenMs)
    const idleMb = await both.rssMb()
    const done = await call(2 * sustained)
    tellOverload(done, tell)
    await sleep(forgottenMs)
    const endMb = await both.rssMb()
    for (const [n, name] of (['edge', 'voice'] as const).entries())
      tell(`overload_${name}_rss_growth`, (endMb[n] ?? NaN) / (idleMb[n] ?? NaN) - 1, '1')
  })
}

async function climb(call: ReturnType<typeof caller>, from: number): Promise<number> {
  let sustained = from
  for (let rate = from; rate < from * 10; rate = Math.round(rate * step)) {
    const { answeredMs, repeats, calls } = await call(rate, stepSeconds)
    const isClean = answeredMs.length === calls && repeats === 0
    if (!isClean || quantile(answeredMs, 0.99) > patienceMs) break
    sustained = rate
  }
  return sustained
}

function tellOverload(done: Done, tell: Tell): void {
  const { answeredMs, refusedMs, completed, sendingMs, calls } = done
  tell('overload_calls_per_s', (calls / sendingMs) * 1000, '1/s')
  tell('overload_admitted', answeredMs.length, '1')
  tell('overload_admitted_failed', answeredMs.length - completed, '1')
  tell('overload_refused', refusedMs.length, '1')
  tell('overload_unanswered', calls - answeredMs.length - refusedMs.length, '1')
  tell('overload_load_1_min', done.load, '1')
  if (refusedMs.length === 0) return
  tell('overload_invite_to_503_p50_ms', quantile(refusedMs, 0.5), 'ms')
  tell('overload_invite_to_503_p99_ms', quantile(refusedMs, 0.99), 'ms')
}

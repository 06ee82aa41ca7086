import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { between } from './chance.ts'

/**
 * Keeps up to `size` people calling until `signal`: each place is taken again some seconds after its call. Resolves
 * when nobody is on the line any more.
 */
export async function callInCrowds(
  size: number,
  signal: AbortSignal,
  callOnce: () => Promise<void>,
): Promise<void> {
  // Every place listens to it.
  setMaxListeners(0, signal)
  const takePlace = async (place: number) => {
    await pause(place * between(300, 1_200), signal)
    while (!signal.aborted) {
      await callOnce()
      await pause(between(1_000, 5_000), signal)
    }
  }
  await Promise.all(Array.from({ length: size }, (_, place) => takePlace(place)))
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}

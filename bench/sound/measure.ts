import { setTimeout as sleep } from 'node:timers/promises'
import { BenchFault } from '../benchmark.ts'
import { type Exchange, groupOf, type Scene } from './exchange.ts'
import type { Heard } from './heard.ts'
import { openPhones, type Phones } from './phones.ts'

/** The code is compiled and the buffers are filled before the clock counts: until then other threads of Node work too. */
const warmUpMs = 10_000
/** Packets that a phone has in one direction, 1/s. */
const packetsPerSecond = 50

export type Measured = Heard & {
  readonly cpuMs: number
  /** Resident at the end. */
  readonly memoryMb: number
}

export type Load = { readonly scene: Scene; readonly legs: number; readonly seconds: number }

/** Phones are connected, talk, and are listened to; `further` measures more with them. */
export async function measure<Result>(
  { scene, legs, seconds }: Load,
  exchange: Exchange,
  further: (phones: Phones, ports: readonly number[]) => Promise<Result>,
): Promise<Measured & { readonly further: Result }> {
  const phones = await openPhones(legs)
  try {
    const ports = await exchange.connect(phones.ports)
    phones.talk(ports, hearersIn(scene, legs))
    await sleep(warmUpMs)
    const cpuBefore = await exchange.cpuMs()
    const heard = await phones.measure(seconds)
    const cpuMs = (await exchange.cpuMs()) - cpuBefore
    const memoryMb = await exchange.rssMb()
    const least = 0.9 * legs * seconds * packetsPerSecond
    if (Math.min(heard.received, heard.sent) < least)
      throw new BenchFault(`too few packets: ${heard.received} received, ${heard.sent} sent`)
    return { ...heard, cpuMs, memoryMb, further: await further(phones, ports) }
  } finally {
    phones.end()
  }
}

/** The next one of the same group; nobody where each hears a prompt, and nobody hears the marks of him who whispers. */
function hearersIn(scene: Scene, legs: number): readonly number[] {
  const size = groupOf[scene]
  const talkers = scene === 'supervised' ? 2 : size
  const hearer = (n: number) =>
    n % size < talkers ? n - (n % size) + (((n % size) + 1) % talkers) : -1
  return Array.from({ length: legs }, (_, n) => (size === 1 ? -1 : hearer(n)))
}

import { listOption, type Options, option, type Tell } from '../benchmark.ts'
import { findAsteriskSound, type PeerSound } from '../peer/asterisk-sound.ts'
import { groupOf, type Exchange, type Scene } from './exchange.ts'
import { type Load, measure, type Measured } from './measure.ts'
import type { Phones } from './phones.ts'
import { type RoomSettings, withRoom } from './room.ts'

/** `legs`: one size after the other. The peer takes part up to so many legs. */
export const soundOptions: Options = { legs: [100, 300, 500], seconds: 10, peer: 100 }

/** One way of doing a scene; its name stands before its metrics. */
export type Variant = {
  readonly name?: string
  readonly scene: Scene
  readonly media?: RoomSettings['media']
  /** The peer does the same. */
  readonly isPeered?: boolean
  /** The load may grow only as far as this. */
  readonly mostLegs?: number
}

const [callsPerSecond, floodPerSecond] = [100, 10_000]
const bareSeconds = 5

/** Every variant at every size, beside the peer where it takes part. */
export async function measureSeries(
  options: Options,
  tell: Tell,
  variants: readonly Variant[],
): Promise<void> {
  const sizes = listOption(options, 'legs')
  const seconds = option(options, 'seconds')
  const peer = await findAsteriskSound()
  for (const variant of variants) {
    const bareMb = await measureBare(variant)
    for (const size of sizes) {
      const { name, scene, mostLegs } = { name: '', mostLegs: Infinity, ...variant }
      const load = { scene, legs: size - (size % groupOf[scene]), seconds }
      if (load.legs > mostLegs) continue
      console.error(`${load.legs} legs, ${name}${scene} …`)
      const ours = await measureOurs(load, variant, bareMb)
      const isPeered = peer && variant.isPeered && size <= option(options, 'peer')
      const theirs = isPeered ? await measurePeer(load, peer) : {}
      const suffix = sizes.length > 1 ? `_${load.legs}_legs` : ''
      for (const [metric, [value, unit]] of Object.entries(ours)) {
        const beside = theirs[metric] && { name: peer?.name ?? '', value: theirs[metric][0] }
        tell(`${name}${metric}${suffix}`, value, unit, beside)
      }
    }
  }
}

/** Memory of the same room, as long after its start, with hardly any legs. */
async function measureBare({ scene, media = {} }: Variant): Promise<number> {
  console.error(`memory with ${groupOf[scene]} legs …`)
  const load = { scene, legs: groupOf[scene], seconds: bareSeconds }
  const { memoryMb } = await withRoom({ scene, media }, (room) =>
    measure(load, room, () => Promise.resolve()),
  )
  return memoryMb
}

async function measureOurs(
  load: Load,
  { scene, media = {} }: Variant,
  bareMb: number,
): Promise<Figures> {
  const measured = await withRoom({ scene, media }, (room) =>
    measure(load, room, (phones, ports) => disturb(room, phones, ports, load.seconds)),
  )
  const grownKb = (measured.memoryMb - bareMb) * 1024
  return {
    ...figuresOf(load, measured),
    memory_kb_per_leg: [grownKb / load.legs, 'kB'],
    ...measured.further,
  }
}

async function measurePeer(load: Load, peer: PeerSound): Promise<Figures> {
  console.error(`${load.legs} legs, ${peer.name} …`)
  const measured = await peer.use(load.scene, (exchange) =>
    measure(load, exchange, () => Promise.resolve()),
  )
  return figuresOf(load, measured)
}

/** How even packets leave while calls come and go, and while somebody floods one port. */
async function disturb(
  room: Exchange,
  phones: Phones,
  ports: readonly number[],
  seconds: number,
): Promise<Figures> {
  room.churn?.(callsPerSecond, phones.bystander)
  const churned = await phones.measure(seconds)
  room.churn?.(0, 0)
  phones.flood(ports[0] ?? 0, floodPerSecond)
  const flooded = await phones.measure(seconds)
  phones.flood(0, 0)
  return {
    [`gap_p99_ms_with_${callsPerSecond}_calls_per_s`]: [churned.gapP99Ms, 'ms'],
    gap_p99_ms_with_a_flood: [flooded.gapP99Ms, 'ms'],
  }
}

type Figures = Readonly<Record<string, readonly [value: number, unit: string]>>

function figuresOf({ scene, legs }: Load, measured: Measured): Figures {
  const { cpuMs, seconds, memoryMb, delays, ...heard } = measured
  const calls = legs / groupOf[scene]
  return {
    cpu_ms_per_1000_rtp: [(cpuMs / (heard.received + heard.sent)) * 1000, 'ms'],
    cores_per_100_calls: [((cpuMs / 1000 / seconds) * 100) / calls, 'cores'],
    gap_p99_ms: [heard.gapP99Ms, 'ms'],
    gap_max_ms: [heard.gapMaxMs, 'ms'],
    ...(delays && {
      one_way_delay_p50_ms: [delays.p50Ms, 'ms'],
      one_way_delay_p99_ms: [delays.p99Ms, 'ms'],
    }),
    memory_mb: [memoryMb, 'MB'],
  }
}

import type { AgentId, QueueId } from '../../core/names.ts'
import { createTally, formulas, serviceLevel, type Tally } from '../../core/service-level.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { ContactLedger, QueueCounts, Time } from './contact-ledger.ts'

/** What is told of a queue. Quantiles and ASA are of the waits of those who were answered. */
export const measures = [
  'offered',
  'answered',
  'abandoned',
  'overflowed',
  'left',
  'unfinished',
  'missed',
  ...formulas,
  'asaSeconds',
  'p50Seconds',
  'p90Seconds',
  'p99Seconds',
  'abandonedShare',
  'occupancy',
] as const
export type Measure = (typeof measures)[number]

/** Shares are 0 to 1; undefined where there is nothing to tell it from. */
export type QueueFigures = Readonly<Record<Measure, number | undefined>>

export type Report = {
  readonly whole: QueueFigures
  readonly queues: ReadonlyMap<QueueId, QueueFigures>
  /** Occupancy of each who was there at all. */
  readonly agents: ReadonlyMap<AgentId, number>
}

/** Of a ledger that is closed. The occupancy of a queue is that of its members, wherever they were busy. */
export function reportOf({ counts: byQueue, times }: ContactLedger, { people }: Tenant): Report {
  const membersOf = (queue: QueueId) => people.filter(({ queues }) => queues.includes(queue))
  const timesOf = (members: readonly { readonly id: AgentId }[]) =>
    members.flatMap(({ id }) => times.get(id) ?? [])
  const queues = [...byQueue].map(
    ([queue, counts]) => [queue, figuresOf(counts, timesOf(membersOf(queue)))] as const,
  )
  const agents = [...times].flatMap(([agent, time]) => {
    const occupancy = occupancyOf([time])
    return occupancy === undefined ? [] : [[agent, occupancy] as const]
  })
  const whole = figuresOf(together([...byQueue.values()]), [...times.values()])
  return { whole, queues: new Map(queues), agents: new Map(agents) }
}

function figuresOf(counts: QueueCounts, times: readonly Time[]): QueueFigures {
  const { tally, overflowed, left, unfinished, missed } = counts
  const { offered, answered, abandoned } = tally
  const waits = Float64Array.from(counts.waitsMs).sort()
  const [F1, F2, F3, F4, F5] = formulas.map((formula) => serviceLevel(formula, tally))
  return {
    offered,
    answered,
    abandoned,
    overflowed,
    left,
    unfinished,
    missed,
    F1,
    F2,
    F3,
    F4,
    F5,
    asaSeconds: share(tally.waitMsAnswered / 1000, answered),
    p50Seconds: quantile(waits, 0.5),
    p90Seconds: quantile(waits, 0.9),
    p99Seconds: quantile(waits, 0.99),
    abandonedShare: share(abandoned, answered + abandoned),
    occupancy: occupancyOf(times),
  }
}

/** Going on into another queue is not another contact. */
function together(all: readonly QueueCounts[]): QueueCounts {
  const sum = (count: (counts: QueueCounts) => number) =>
    all.reduce((total, counts) => total + count(counts), 0)
  const tally = createTally()
  for (const key of Object.keys(tally) as (keyof Tally)[])
    tally[key] = sum((counts) => counts.tally[key] ?? 0)
  const overflowed = sum((counts) => counts.overflowed)
  tally.offered -= overflowed
  return {
    tally,
    waitsMs: all.flatMap(({ waitsMs }) => waitsMs),
    overflowed,
    left: sum((counts) => counts.left),
    unfinished: sum((counts) => counts.unfinished),
    missed: sum((counts) => counts.missed),
  }
}

function occupancyOf(times: readonly Time[]): number | undefined {
  const [busy, ready] = times.reduce(
    ([busy, ready], time) => [busy + time.busyMs, ready + time.readyMs],
    [0, 0],
  )
  return share(busy, ready)
}

const share = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : part / whole

/** The least wait that the share `p` of all does not exceed, s. */
const quantile = (sorted: Float64Array, p: number): number | undefined => {
  const wait = sorted[Math.max(0, Math.ceil(sorted.length * p) - 1)]
  return wait === undefined ? undefined : wait / 1000
}

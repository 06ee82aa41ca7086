import type { QueueView } from '../../cti/protocol.ts'

/** What the wallboard saw of all queues in one stretch of time. */
export type Sample = {
  /** Beginning of the stretch. */
  readonly at: number
  /** The most that waited at any look within it. */
  readonly waiting: number
  /** Answered and abandoned since the day began. */
  readonly answered: number
  readonly abandoned: number
}

/** One sample stands for so long; a day has 720 of them. */
export const stretchMs = 2 * 60_000
const longestTrend = 720

/** Adds a look at the queues; within one stretch only the greatest waiting counts. */
export function addLook(
  samples: readonly Sample[],
  queues: readonly QueueView[],
  now: number,
): readonly Sample[] {
  const sum = (count: (queue: QueueView) => number) =>
    queues.reduce((total, queue) => total + count(queue), 0)
  const look: Sample = {
    at: Math.floor(now / stretchMs) * stretchMs,
    waiting: sum((queue) => queue.waiting),
    answered: sum((queue) => queue.today.answered),
    abandoned: sum((queue) => queue.today.abandoned),
  }
  const last = samples.at(-1)
  if (last?.at !== look.at) return [...samples, look].slice(-longestTrend)
  const same =
    last.waiting >= look.waiting &&
    last.answered === look.answered &&
    last.abandoned === look.abandoned
  if (same) return samples
  return [...samples.slice(0, -1), { ...look, waiting: Math.max(look.waiting, last.waiting) }]
}

/** Samples of the day that `now` lies in, by the viewer's zone. */
export const ofToday = (samples: readonly Sample[], now: number) =>
  samples.filter(({ at }) => new Date(at).toDateString() === new Date(now).toDateString())

/** `M0,10 H20 V4 H40 …`: the waiting as steps in a box of `width` by `height`; a gap keeps the level before it. */
export function stepPath(
  samples: readonly Sample[],
  from: number,
  to: number,
  width: number,
  height: number,
): string {
  const top = Math.max(4, ...samples.map(({ waiting }) => waiting))
  const round = (n: number) => Math.round(n * 10) / 10
  const x = (at: number) => round(((at - from) / Math.max(1, to - from)) * width)
  const y = (waiting: number) => round(height - (waiting / top) * height)
  return samples
    .map(({ at, waiting }, index) => {
      const start = index === 0 ? `M${x(at)},${y(waiting)}` : `H${x(at)} V${y(waiting)}`
      return `${start} H${x(Math.min(to, at + stretchMs))}`
    })
    .join(' ')
}

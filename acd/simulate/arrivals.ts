import type { QueueId } from '../../core/names.ts'
import type { Skills } from '../../core/policy.ts'
import { drawMs, drawPatienceMs } from './duration.ts'
import type { Random } from './random.ts'
import type { Given, Poisson, Scenario, Stream } from './scenario.ts'

/** One contact with all that chance decides about it, so that it is the same whatever the policy. */
export type Arrival = {
  readonly queue: QueueId
  /** Since the start. */
  readonly atMs: number
  readonly from?: string
  /** Even from 0 to 1: what the ACD leaves to chance follows from it. */
  readonly draw: number
  readonly talkMs: number
  readonly wrapUpMs?: number
  readonly patienceMs: number
  readonly skills?: Skills
  readonly priority?: number
}

/** In the order of time. Each stream has generators of its own for each purpose, from `newRandom`. */
export function drawArrivals(scenario: Scenario, newRandom: () => Random): Arrival[] {
  const lengthMs = scenario.lengthSeconds * 1000
  return scenario.streams
    .flatMap((stream) => drawStream(stream, lengthMs, newRandom))
    .sort((one, other) => one.atMs - other.atMs)
}

function drawStream(stream: Stream, lengthMs: number, newRandom: () => Random): Arrival[] {
  const times = newRandom()
  const draw = drawing(stream, newRandom)
  if (!('perHour' in stream.arrivals)) return stream.arrivals.map((given) => draw(given))
  const arrivals: Arrival[] = []
  for (const atMs of poisson(stream.arrivals, lengthMs, times))
    arrivals.push(draw({ atSeconds: atMs / 1000 }))
  return arrivals
}

function drawing(stream: Stream, newRandom: () => Random): (given: Given) => Arrival {
  const [draws, talks, wrapUps, patiences] = [newRandom(), newRandom(), newRandom(), newRandom()]
  const { queue, talk, wrapUp, patience, skills, priority } = stream
  return (given) => {
    const drawn = {
      draw: draws(),
      talkMs: drawMs(talk, talks),
      wrapUpMs: wrapUp && drawMs(wrapUp, wrapUps),
      patienceMs: drawPatienceMs(patience, (given.patienceOverSeconds ?? 0) * 1000, patiences),
    }
    return {
      queue,
      atMs: given.atSeconds * 1000,
      ...(given.from !== undefined && { from: given.from }),
      draw: drawn.draw,
      talkMs: inMs(given.talkSeconds) ?? drawn.talkMs,
      wrapUpMs: inMs(given.wrapUpSeconds) ?? drawn.wrapUpMs,
      patienceMs: inMs(given.patienceSeconds) ?? drawn.patienceMs,
      skills: given.skills ?? skills,
      priority: given.priority ?? priority,
    }
  }
}

const inMs = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000)

/** Unit-exponential steps, stretched by the rate that holds where they fall. */
function* poisson(
  { perHour, intervalSeconds }: Poisson,
  lengthMs: number,
  random: Random,
): Generator<number> {
  if (!perHour.some((rate) => rate > 0)) return
  const intervalMs = intervalSeconds * 1000
  let [atMs, interval, left] = [0, 0, -Math.log(1 - random())]
  while (atMs < lengthMs) {
    const endMs = (interval + 1) * intervalMs
    const perMs = (perHour[interval % perHour.length] ?? 0) / 3_600_000
    if (left <= (endMs - atMs) * perMs) {
      atMs += left / perMs
      if (atMs < lengthMs) yield atMs
      left = -Math.log(1 - random())
    } else {
      left -= (endMs - atMs) * perMs
      atMs = endMs
      interval++
    }
  }
}

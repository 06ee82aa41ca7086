import { checkHours, isDate } from '../../acd/policy/check-opening.ts'
import type { FaultPath } from '../../acd/policy/fault-path.ts'
import { type Finding, finding } from '../../acd/policy/fault.ts'
import { checkSkills, inRange, inSeconds, inWhole } from '../../acd/policy/ranges.ts'
import type { WrittenDuration, WrittenScenario, WrittenStream } from './scenario-schema.ts'

/** More contacts an hour than a run should hold in memory. */
const mostPerHour = 20_000
/** A time of one contact, seconds: a day. */
const longest = 86_400

/** What is wrong with a scenario that reads well. */
export function* checkScenario(scenario: WrittenScenario): Generator<Finding> {
  const { day, time, warmUpSeconds = 0, skills = [], queues, streams, answering } = scenario
  if (!isDate(day)) yield finding(['day'], 'not-a-date', day)
  yield* checkHours(['time'], { days: [1], ...time })
  yield* inSeconds(['warmUpSeconds'], warmUpSeconds, 0)
  const ids = queues.map(({ id }) => id)
  for (const [index, { id, serviceLevelSeconds }] of queues.entries()) {
    if (ids.indexOf(id) < index) yield finding(['queues', index, 'id'], 'given-twice', id)
    yield* inSeconds(['queues', index, 'serviceLevelSeconds'], serviceLevelSeconds)
  }
  const known = { queues: new Set(ids), skills: new Set(skills) }
  for (const [index, stream] of streams.entries())
    yield* checkStream(['streams', index], stream, known)
  if (answering) {
    yield* checkDuration(['answering', 'delay'], answering.delay)
    yield* inRange(['answering', 'missShare'], answering.missShare, 0, 1)
    yield* inSeconds(['answering', 'awaySeconds'], answering.awaySeconds, 0)
  }
}

type ScenarioIds = { readonly queues: ReadonlySet<string>; readonly skills: ReadonlySet<string> }

function* checkStream(
  path: FaultPath,
  stream: WrittenStream,
  known: ScenarioIds,
): Generator<Finding> {
  const { queue, talk, wrapUp, patience, skills = {}, priority } = stream
  if (!known.queues.has(queue)) yield finding([...path, 'queue'], 'unknown-queue', queue)
  yield* checkArrivals(path, stream, known)
  yield* checkDuration([...path, 'talk'], talk)
  if (wrapUp) yield* checkDuration([...path, 'wrapUp'], wrapUp)
  yield* checkDuration([...path, 'patience'], patience)
  yield* checkSkills([...path, 'skills'], skills, known.skills)
  if (priority !== undefined) yield* inWhole([...path, 'priority'], priority, 0, 99)
}

/** Either a rate for each interval, or every contact by itself. */
function* checkArrivals(
  path: FaultPath,
  stream: WrittenStream,
  known: ScenarioIds,
): Generator<Finding> {
  const { perHour, intervalSeconds, arrivals } = stream
  if ((perHour === undefined) === (arrivals === undefined))
    yield finding(path, 'two-ways', 'perHour', 'arrivals')
  if (perHour?.length === 0) yield finding([...path, 'perHour'], 'empty')
  for (const [index, rate] of (perHour ?? []).entries())
    yield* inRange([...path, 'perHour', index], rate, 0, mostPerHour)
  if (intervalSeconds !== undefined) yield* inSeconds([...path, 'intervalSeconds'], intervalSeconds)
  for (const [index, arrival] of (arrivals ?? []).entries())
    yield* checkArrival([...path, 'arrivals', index], arrival, known)
}

type WrittenArrival = NonNullable<WrittenStream['arrivals']>[number]

function* checkArrival(
  path: FaultPath,
  arrival: WrittenArrival,
  known: ScenarioIds,
): Generator<Finding> {
  const { skills = {}, priority } = arrival
  for (const field of times) yield* inTime([...path, field], arrival[field])
  yield* checkSkills([...path, 'skills'], skills, known.skills)
  if (priority !== undefined) yield* inWhole([...path, 'priority'], priority, 0, 99)
}

const times = ['atSeconds', 'talkSeconds', 'wrapUpSeconds', 'patienceSeconds'] as const

/** What each kind of duration says of itself. */
const fields: Readonly<Record<string, readonly string[]>> = {
  fixed: ['seconds'],
  exponential: ['meanSeconds'],
  lognormal: ['meanSeconds', 'deviationSeconds'],
  observed: ['oneOfSeconds'],
  endless: [],
}

function* checkDuration(path: FaultPath, duration: WrittenDuration): Generator<Finding> {
  const wanted = fields[duration.kind] ?? []
  for (const field of wanted) if (!(field in duration)) yield finding([...path, field], 'missing')
  for (const field of Object.keys(duration))
    if (field !== 'kind' && !wanted.includes(field))
      yield finding([...path, field], 'unknown-field')
  const { seconds, meanSeconds, deviationSeconds, oneOfSeconds } = duration
  yield* inTime([...path, 'seconds'], seconds)
  // Of nothing there is no logarithm.
  yield* inTime([...path, 'meanSeconds'], meanSeconds, duration.kind === 'lognormal' ? 0.001 : 0)
  yield* inTime([...path, 'deviationSeconds'], deviationSeconds)
  if (oneOfSeconds?.length === 0) yield finding([...path, 'oneOfSeconds'], 'empty')
  for (const [index, each] of (oneOfSeconds ?? []).entries())
    yield* inTime([...path, 'oneOfSeconds', index], each)
}

function* inTime(path: FaultPath, seconds: number | undefined, least = 0): Generator<Finding> {
  if (seconds !== undefined) yield* inRange(path, seconds, least, longest)
}

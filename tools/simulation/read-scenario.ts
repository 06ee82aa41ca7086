import { type ConfigFault, describeFaults } from '../../acd/policy/fault.ts'
import { readShape } from '../../acd/policy/read-shape.ts'
import type { Duration, PatienceModel } from '../../acd/simulate/duration.ts'
import type { Scenario, Stream } from '../../acd/simulate/scenario.ts'
import { named, type PromptId } from '../../core/names.ts'
import type { Queue, Skill } from '../../core/tenant.ts'
import { checkScenario } from './check-scenario.ts'
import { scenarioSchema, type WrittenScenario, type WrittenStream } from './scenario-schema.ts'

/** A scenario and what it speaks of; who works when is in the roster. */
type ReadScenario = {
  readonly scenario: Scenario
  readonly queues: readonly Queue[]
  readonly skills: readonly Skill[]
}

type ScenarioReading =
  | { readonly ok: true; readonly told: ReadScenario }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] }

/** Reads a scenario from untrusted data; every fault at once. */
export function readScenario(data: unknown): ScenarioReading {
  const reading = readShape<WrittenScenario>(scenarioSchema, data)
  if (!reading.ok) return reading
  const faults = describeFaults(data, checkScenario(reading.value))
  return faults.length > 0 ? { ok: false, faults } : { ok: true, told: scenarioOf(reading.value) }
}

/** Phones are picked up after about 4 s, and one ring in fifty is missed, where nothing is said. */
const usualAnswering: Scenario['answering'] = {
  delay: { kind: 'lognormal', meanSeconds: 4, deviationSeconds: 2 },
  missShare: 0.02,
  awaySeconds: 60,
}

function scenarioOf(written: WrittenScenario): ReadScenario {
  const { day, time, warmUpSeconds = 0, skills = [], queues, streams, answering } = written
  const scenario: Scenario = {
    // The day is simulated where clocks show UTC.
    startAt: Date.parse(`${day}T${time.from}Z`),
    utcOffsetMinutes: 0,
    lengthSeconds: (minutesOf(time.to) - minutesOf(time.from)) * 60,
    warmUpSeconds,
    streams: streams.map(streamOf),
    // The checks have seen that each kind has its fields.
    answering: (answering as Scenario['answering'] | undefined) ?? usualAnswering,
  }
  return {
    scenario,
    queues: queues.map(({ id, name = { zh: id, en: id }, serviceLevelSeconds }) => ({
      id: named(id),
      name,
      serviceLevelSeconds,
      music: named<PromptId>('music/default'),
      dispositions: [],
    })),
    skills: skills.map((id) => ({ id: named(id), name: { zh: id, en: id } })),
  }
}

function streamOf(written: WrittenStream): Stream {
  const { queue, perHour, intervalSeconds = 3600, arrivals = [], priority } = written
  return {
    queue: named(queue),
    arrivals: perHour ? { perHour, intervalSeconds } : (arrivals as Stream['arrivals']),
    // The checks have seen that each kind has its fields, and that skills and levels are what they are named.
    talk: written.talk as Duration,
    ...(written.wrapUp && { wrapUp: written.wrapUp as Duration }),
    patience: written.patience as PatienceModel,
    ...(written.skills && { skills: written.skills as NonNullable<Stream['skills']> }),
    ...(priority !== undefined && { priority }),
  }
}

/** Of the day, of `HH:MM`. */
export function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

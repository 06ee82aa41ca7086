import { checkHours } from '../../acd/policy/check-opening.ts'
import { type ConfigFault, describeFaults, type Finding, finding } from '../../acd/policy/fault.ts'
import { readShape } from '../../acd/policy/read-shape.ts'
import { readRoster } from '../../acd/policy/roster.ts'
import type { Scenario, Shift } from '../../acd/simulate/scenario.ts'
import { named } from '../../core/names.ts'
import type { Person } from '../../core/tenant.ts'
import { minutesOf } from './read-scenario.ts'
import { shiftsSchema, type WrittenShifts } from './scenario-schema.ts'

/** Who there is, and who works when. */
export type Crew = {
  readonly people: readonly Person[]
  readonly shifts?: WrittenShifts['shifts']
}

type CrewReading =
  | { readonly ok: true; readonly crew: Crew }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] }

/** Reads `{people, shifts}` from untrusted data; every fault at once. `checkRoster` sees to what people serve. */
export function readCrew(data: Readonly<Record<string, unknown>>): CrewReading {
  const { shifts, ...rest } = data
  const roster = readRoster(rest)
  const times = readShape<WrittenShifts>(shiftsSchema, shifts === undefined ? {} : { shifts })
  const faults = [...(roster.ok ? [] : roster.faults), ...(times.ok ? [] : times.faults)]
  if (!roster.ok || !times.ok) return { ok: false, faults }
  const crew = { people: roster.people, ...times.value }
  const meaning = describeFaults(data, checkShifts(crew))
  return meaning.length > 0 ? { ok: false, faults: meaning } : { ok: true, crew }
}

function* checkShifts({ people, shifts = [] }: Crew): Generator<Finding> {
  const known = new Set<string>(people.map(({ id }) => id))
  for (const [index, { people, days = everyDay, from, to }] of shifts.entries()) {
    const path = ['shifts', index]
    for (const [place, id] of people.entries())
      if (!known.has(id)) yield finding([...path, 'people', place], 'unknown-person', id)
    yield* checkHours(path, { days, from, to })
  }
}

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const dayMs = 86_400_000

/** The shifts that fall into a scenario, day by day. */
export function shiftsIn(
  { shifts = [] }: Crew,
  { startAt, utcOffsetMinutes, lengthSeconds }: Scenario,
): Shift[] {
  const start = startAt + utcOffsetMinutes * 60_000
  const found: Shift[] = []
  for (let day = Math.floor(start / dayMs); day * dayMs < start + lengthSeconds * 1000; day++)
    for (const { people, days = everyDay, from, to } of shifts) {
      const secondsAt = (clock: string) => (day * dayMs - start) / 1000 + minutesOf(clock) * 60
      const [fromSeconds, toSeconds] = [Math.max(0, secondsAt(from)), secondsAt(to)]
      if (!days.includes(weekdayOf(day)) || toSeconds <= 0) continue
      found.push({ agents: people.map((id) => named(id)), fromSeconds, toSeconds })
    }
  return found
}

/** 1 Monday … 7 Sunday, of days since the epoch, which was a Thursday. */
const weekdayOf = (day: number): number => ((day + 3) % 7) + 1

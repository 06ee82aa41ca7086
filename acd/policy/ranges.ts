import type { OccupancyCap } from '../../core/policy.ts'
import type { FaultPath } from './fault-path.ts'
import { type Finding, finding } from './fault.ts'

/** The longest duration of a policy, seconds: a week. */
const longestSeconds = 604_800
/** More contacts than any centre has. */
const mostContacts = 1_000_000

export function* inWhole(path: FaultPath, value: number, least: number, most: number) {
  if (!Number.isInteger(value) || value < least || value > most)
    yield finding(path, 'not-whole', least, most, value)
}

export function* inRange(path: FaultPath, value: number, least: number, most: number) {
  if (!(value >= least && value <= most)) yield finding(path, 'out-of-range', least, most, value)
}

export const inSeconds = (path: FaultPath, value: number, least: 0 | 1 = 1): Generator<Finding> =>
  inWhole(path, value, least, longestSeconds)

export const inContacts = (path: FaultPath, value: number, least: 0 | 1 = 0): Generator<Finding> =>
  inWhole(path, value, least, mostContacts)

/** What multiplies: 0 would take away all points, or never be drawn. */
export const inWeight = (path: FaultPath, value: number): Generator<Finding> =>
  inRange(path, value, 0.001, 1000)

export const inTier = (path: FaultPath, value: number): Generator<Finding> =>
  inWhole(path, value, 1, 99)

export function* inShare(path: FaultPath, value: number) {
  if (!(value > 0 && value <= 1)) yield finding(path, 'not-a-share', value)
}

export function* checkCap(path: FaultPath, cap: OccupancyCap): Generator<Finding> {
  yield* inShare([...path, 'share'], cap.share)
  yield* inSeconds([...path, 'windowSeconds'], cap.windowSeconds)
}

/** Levels 1 to 5 of skills that there are. */
export function* checkSkills(
  path: FaultPath,
  skills: Readonly<Record<string, number>>,
  known: ReadonlySet<string>,
): Generator<Finding> {
  for (const [skill, level] of Object.entries(skills)) {
    if (!known.has(skill)) yield finding([...path, skill], 'unknown-skill', skill)
    yield* inWhole([...path, skill], level, 1, 5)
  }
}

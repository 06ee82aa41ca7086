import { levelAt, tone } from '../../testkit/sound/tone.ts'

// A piece of music whose every place is known by its sound: steps of 100 ms, each a tone of its own.

const lowestHz = 300
const stepHz = 150
const steps = 20
const stepMs = 100
export const ladderMs = steps * stepMs

const hertzOf = (step: number): number => lowestHz + stepHz * step

export const ladder = Int16Array.from(
  Array.from({ length: steps }, (_, step) => [...tone(hertzOf(step), stepMs)]).flat(),
)

/** The place in the ladder that the last 60 ms of the sound come from, as a step; undefined for anything else. */
export function stepHeard(sound: Int16Array): number | undefined {
  const last = sound.subarray(Math.max(0, sound.length - 480))
  const levels = Array.from({ length: steps }, (_, step) => levelAt(hertzOf(step), last))
  const loudest = Math.max(...levels)
  return loudest > 0.1 ? levels.indexOf(loudest) : undefined
}

/** How many steps one place is after the other, going round. */
export const stepsFrom = (before: number, after: number): number => (after - before + steps) % steps

import type { QueueView } from '../../cti/protocol.ts'

export type Today = QueueView['today']

/** The five formulas in use; for one and the same day they differ by several per cent, so each has its name. */
export const formulas = ['F1', 'F2', 'F3', 'F4', 'F5'] as const
export type Formula = (typeof formulas)[number]

type Fraction = readonly [part: number, whole: number]

/** `T` is the queue's `serviceLevelSeconds`. */
const fractionOf: Record<Formula, (today: Today) => Fraction | undefined> = {
  /** (answered ≤ T + abandoned ≤ T) / (answered + abandoned) */
  F1: (d) => [d.answeredWithin + d.abandonedWithin, d.answered + d.abandoned],
  /** answered ≤ T / answered */
  F2: (d) => [d.answeredWithin, d.answered],
  /** answered ≤ T / (answered + abandoned) */
  F3: (d) => [d.answeredWithin, d.answered + d.abandoned],
  /** answered ≤ T / (answered + abandoned > T) */
  F4: (d) => [d.answeredWithin, d.answered + d.abandoned - d.abandonedWithin],
  /** (answered ≤ T + short abandons) / (answered + abandoned) */
  F5: (d) =>
    d.abandonedShort === undefined
      ? undefined
      : [d.answeredWithin + d.abandonedShort, d.answered + d.abandoned],
}

/** The service level, 0 to 1; undefined while there is nothing to divide by. */
export function serviceLevel(formula: Formula, today: Today): number | undefined {
  const fraction = fractionOf[formula](today)
  return fraction === undefined || fraction[1] === 0 ? undefined : fraction[0] / fraction[1]
}

/** Whether the counts that the formula needs are there at all. */
export const isKnown = (formula: Formula, today: Today) => fractionOf[formula](today) !== undefined

export const isFormula = (text: string | null): text is Formula =>
  formulas.some((formula) => formula === text)

/** `86.0 %`, or a dash while nothing can be said. */
export const formatPercent = (part: number | undefined, digits = 1) =>
  part === undefined ? '–' : `${(part * 100).toFixed(digits)} %`

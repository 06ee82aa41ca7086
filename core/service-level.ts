/** What became of the contacts of one queue. `within`: after no more than T, the queue's `serviceLevelSeconds`. */
export type ServiceCounts = {
  readonly answered: number
  readonly answeredWithin: number
  readonly abandoned: number
  readonly abandonedWithin: number
  /** Abandoned so early that nobody could have answered. */
  readonly abandonedShort?: number
}

/** The five formulas in use; for one and the same day they differ by several per cent, so each has its name. */
export const formulas = ['F1', 'F2', 'F3', 'F4', 'F5'] as const
export type Formula = (typeof formulas)[number]

type Fraction = readonly [part: number, whole: number]

const fractionOf: Record<Formula, (counts: ServiceCounts) => Fraction | undefined> = {
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
export function serviceLevel(formula: Formula, counts: ServiceCounts): number | undefined {
  const fraction = fractionOf[formula](counts)
  return fraction === undefined || fraction[1] === 0 ? undefined : fraction[0] / fraction[1]
}

/** Whether the counts that the formula needs are there at all. */
export const isKnown = (formula: Formula, counts: ServiceCounts): boolean =>
  fractionOf[formula](counts) !== undefined

export const isFormula = (text: string | null): text is Formula =>
  formulas.some((formula) => formula === text)

/** Whoever gives up earlier could not have been answered: a wrong number, a change of mind. */
const shortWaitMs = 5000

/** Counts that grow contact by contact, with what the average speed of answer is made of. */
export type Tally = { -readonly [Count in keyof ServiceCounts]: ServiceCounts[Count] } & {
  offered: number
  waitMsAnswered: number
}

export const createTally = (): Tally => ({
  offered: 0,
  answered: 0,
  answeredWithin: 0,
  abandoned: 0,
  abandonedWithin: 0,
  abandonedShort: 0,
  waitMsAnswered: 0,
})

/** The tally changes in place. */
export function tallyAnswered(tally: Tally, waitedMs: number, thresholdSeconds: number): void {
  tally.answered++
  tally.waitMsAnswered += waitedMs
  if (waitedMs <= thresholdSeconds * 1000) tally.answeredWithin++
}

/** The tally changes in place. */
export function tallyAbandoned(tally: Tally, waitedMs: number, thresholdSeconds: number): void {
  tally.abandoned++
  if (waitedMs <= thresholdSeconds * 1000) tally.abandonedWithin++
  if (waitedMs < shortWaitMs) tally.abandonedShort = (tally.abandonedShort ?? 0) + 1
}

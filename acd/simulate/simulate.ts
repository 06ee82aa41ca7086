import type { AgentId, QueueId } from '../../core/names.ts'
import type { Tenant } from '../../core/tenant.ts'
import { type Interval, intervalOf } from '../forecast/interval.ts'
import { type Measure, measures, type QueueFigures, type Report, reportOf } from './figures.ts'
import { createRandom } from './random.ts'
import { runOnce } from './run.ts'
import type { Scenario } from './scenario.ts'

/** Each measure over the repetitions; undefined where no repetition could tell it. */
export type Summary = Readonly<Record<Measure, Interval | undefined>>

export type Simulation = {
  readonly repetitions: number
  readonly whole: Summary
  readonly queues: ReadonlyMap<QueueId, Summary>
  /** Occupancy. */
  readonly agents: ReadonlyMap<AgentId, Interval>
}

/** Runs the scenario in virtual time, again and again with other chances. The same seed gives the same figures. */
export function simulate(
  scenario: Scenario,
  tenant: Tenant,
  { repetitions, seed }: { readonly repetitions: number; readonly seed: number },
): Simulation {
  const seeds = createRandom(seed)
  const reports = Array.from({ length: repetitions }, () =>
    reportOf(runOnce(scenario, tenant, seeds() * 2 ** 32), tenant),
  )
  return {
    repetitions,
    whole: summaryOf(reports.map(({ whole }) => whole)),
    queues: new Map(tenant.queues.map(({ id }) => [id, summaryOf(ofQueue(reports, id))])),
    agents: new Map(tenant.people.flatMap(({ id }) => occupancyOf(reports, id))),
  }
}

const ofQueue = (reports: readonly Report[], id: QueueId): QueueFigures[] =>
  reports.flatMap(({ queues }) => queues.get(id) ?? [])

function summaryOf(figures: readonly QueueFigures[]): Summary {
  const entries = measures.map((measure) => {
    const values = figures.flatMap((each) => each[measure] ?? [])
    return [measure, intervalOf(values)] as const
  })
  // One entry for each measure.
  return Object.fromEntries(entries) as Summary
}

function occupancyOf(
  reports: readonly Report[],
  id: AgentId,
): readonly (readonly [AgentId, Interval])[] {
  const interval = intervalOf(reports.flatMap(({ agents }) => agents.get(id) ?? []))
  return interval ? [[id, interval]] : []
}

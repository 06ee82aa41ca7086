import type { Simulation } from '../../acd/simulate/simulate.ts'
import type { Prepared } from './prepare.ts'

/** The figures for a program: `{mean, halfWidth}` by queue and measure, and the real ones, if there are any. */
export function simulationJson({ really }: Prepared, simulation: Simulation, seed: number): string {
  const { repetitions, whole, queues, agents } = simulation
  const told = {
    repetitions,
    seed,
    whole,
    queues: Object.fromEntries(queues),
    agents: Object.fromEntries(agents),
    ...(really && {
      really: {
        whole: really.whole,
        queues: Object.fromEntries(really.queues),
        agents: Object.fromEntries(really.agents),
      },
    }),
  }
  return JSON.stringify(told, undefined, 2)
}

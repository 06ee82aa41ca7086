import type { Guard } from '../guard/guard.ts'
import { Gate } from './gate.ts'
import type { Hop, Receiver } from './hop.ts'
import { standardLimits, type Limits } from './limits.ts'
import type { Tally } from '../tally.ts'
import { Watch } from './watch.ts'

/** What all transports share: who comes in, how long it may stay, and who takes what it says. */
export type Intake = {
  readonly receive: Receiver
  readonly guard: Guard
  readonly limits: Limits
  readonly gate: Gate
  readonly watch: Watch
  /** Counts what a neighbour did wrong; false: it is not worth an answer. */
  sawFault(fault: string, hop: Hop): boolean
}

export type IntakeOptions = {
  readonly receive: Receiver
  readonly guard: Guard
  readonly tally: Tally
  readonly limits?: Partial<Limits> | undefined
}

export function createIntake({ receive, guard, tally, limits: own }: IntakeOptions): Intake {
  const limits = { ...standardLimits, ...own }
  const onFull = () => tally.count('dropped', 'too many connections')
  return {
    receive,
    guard,
    limits,
    gate: new Gate(guard, limits.connections, onFull),
    watch: new Watch(),
    sawFault: (fault, hop) => {
      tally.count('dropped', fault)
      return guard.mayAnswerFlaw(hop)
    },
  }
}

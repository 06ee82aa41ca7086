import type { Guard } from '../guard/guard.ts'
import { Gate } from './gate.ts'
import type { Hop, Receiver, Transport } from './hop.ts'
import { standardLimits, type Limits } from './limits.ts'
import { createOwnEnd, type OwnEnd } from './own-end.ts'
import type { Tally } from '../tally.ts'
import { countSent } from '../traffic.ts'
import { Watch } from './watch.ts'

/** What all transports share: who comes in, how long it may stay, and who takes what it says. */
export type Intake = {
  readonly receive: Receiver
  readonly guard: Guard
  readonly limits: Limits
  readonly ownEnd: OwnEnd
  readonly gate: Gate
  readonly watch: Watch
  /** A message is leaving. */
  onSent(text: string, way: Transport): void
  /** A datagram takes so long through that socket of ours, ms. */
  onDelay(socket: string, ms: number): void
  /** Counts what a neighbour did wrong; false: it is not worth an answer. */
  sawFault(fault: string, hop: Hop): boolean
}

export type IntakeOptions = {
  readonly receive: Receiver
  readonly guard: Guard
  readonly tally: Tally
  readonly onDelay: Intake['onDelay']
  readonly limits?: Partial<Limits> | undefined
  /** By which address the world outside reaches us through a NAT. */
  readonly announced?: string | undefined
}

export function createIntake(options: IntakeOptions): Intake {
  const { receive, guard, tally, onDelay } = options
  const limits = { ...standardLimits, ...options.limits }
  const onFull = () => tally.count('dropped', 'too many connections')
  return {
    receive,
    guard,
    limits,
    ownEnd: createOwnEnd(options.announced),
    gate: new Gate(guard, limits.connections, onFull),
    watch: new Watch(),
    onSent: (text, way) => countSent(tally, text, way),
    onDelay,
    sawFault: (fault, hop) => {
      tally.count('dropped', fault)
      return guard.mayAnswerFlaw(hop)
    },
  }
}

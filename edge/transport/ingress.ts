import { type Counters, countSent } from '../counters.ts'
import type { Guard } from '../guard/guard.ts'
import type { Hop, MessageReceiver, Transport } from '../hop.ts'
import { ConnectionGate } from './connection-gate.ts'
import { type Limits, standardLimits } from './limits.ts'
import { createOwnEnd, type OwnEnd } from './own-end.ts'
import { Watch } from './watch.ts'

/** What all transports share: who comes in, how long it may stay, and who takes what it says. */
export type Ingress = {
  readonly receive: MessageReceiver
  readonly guard: Guard
  readonly limits: Limits
  readonly ownEnd: OwnEnd
  readonly gate: ConnectionGate
  readonly watch: Watch
  /** A message is leaving. */
  onSent(text: string, transport: Transport): void
  /** A datagram takes so long through that socket of ours, ms. */
  onDelay(socket: string, ms: number): void
  /** Counts what a neighbour did wrong; false: it is not worth an answer. */
  sawFault(fault: string, hop: Hop): boolean
}

type IngressOptions = {
  readonly receive: MessageReceiver
  readonly guard: Guard
  readonly counters: Counters
  readonly onDelay: Ingress['onDelay']
  readonly limits?: Partial<Limits> | undefined
  /** By which address the world outside reaches us through a NAT. */
  readonly announced?: string | undefined
}

export function createIngress(options: IngressOptions): Ingress {
  const { receive, guard, counters, onDelay } = options
  const limits = { ...standardLimits, ...options.limits }
  const onFull = () => counters.count('dropped', 'too many connections')
  return {
    receive,
    guard,
    limits,
    ownEnd: createOwnEnd(options.announced),
    gate: new ConnectionGate(guard, limits.connections, onFull),
    watch: new Watch(),
    onSent: (text, transport) => countSent(counters, text, transport),
    onDelay,
    sawFault: (fault, hop) => {
      counters.count('dropped', fault)
      return guard.mayAnswerFlaw(hop)
    },
  }
}

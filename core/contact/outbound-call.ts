import type { Conclusion, EventOf, PassedTrunk, ShownCaller } from '../event.ts'
import type { AgentId, LegId, TrunkId } from '../names.ts'
import type { ReasonCode } from '../reason-code.ts'
import { type Call, nextLeg } from './call.ts'

type Why = EventOf<'outbound.requested'>['why']

/** A number outside that is called, by one trunk after the other. */
export type OutboundCall = {
  /** As it was dialled. */
  readonly number: string
  readonly why: Why
  /** Who asked for it. */
  readonly by?: AgentId
  readonly leg: LegId
  /** Once it is placed. */
  readonly trunk?: TrunkId
  readonly passed: readonly PassedTrunk[]
}

type OutboundOrder = Pick<OutboundCall, 'number' | 'why' | 'by'> & {
  readonly passed?: readonly PassedTrunk[]
  /** The customer's leg, where his own network may lead him there. */
  readonly refers?: LegId
}

/** What is to be added to the call: another leg was made. */
export type OutboundLeg = {
  readonly made: number
  readonly outbound: OutboundCall
  readonly conclusion: Conclusion
}

/** `core/outbound/` decides by which trunk; it answers in the same turn. */
export function callNumber(call: Call, wanted: OutboundOrder): OutboundLeg {
  const { number, why, by, passed = [], refers } = wanted
  const leg = nextLeg(call)
  const outbound = { number, why, ...(by === undefined ? {} : { by }), leg, passed }
  const referred = refers === undefined ? {} : { refers }
  const shows = shownBy(call, why)
  return {
    made: call.made + 1,
    outbound,
    conclusion: { type: 'outbound.requested', contact: call.id, ...outbound, shows, ...referred },
  }
}

/** Who is led outside shows himself; who is called for our own sake sees the number that the customer had dialled. */
function shownBy({ from, name, anonymous, trunk, to }: Call, why: Why): ShownCaller {
  if (why === 'consult' || why === 'callback') return { number: to }
  return {
    number: from,
    ...(name === undefined ? {} : { name }),
    ...(anonymous && { anonymous }),
    ...(trunk === undefined ? {} : { trunk }),
  }
}

const trunkFaults: readonly ReasonCode[] = ['trunk-failed', 'trunk-full', 'trunk-down']

/** By the next trunk, where it was the trunk that failed and not the party who was called. */
export function callByNextTrunk(
  call: Call,
  outbound: OutboundCall | undefined,
  reason: ReasonCode,
): OutboundLeg | undefined {
  if (outbound?.trunk === undefined || !trunkFaults.includes(reason)) return undefined
  const passed = [...outbound.passed, { trunk: outbound.trunk, reason }]
  return callNumber(call, { ...outbound, passed })
}

/** The decision, where it is about this call. */
export const noteRouted = (
  outbound: OutboundCall,
  event: EventOf<'outbound.routed'>,
): OutboundCall =>
  outbound.leg === event.leg ? { ...outbound, trunk: event.trunk, passed: event.passed } : outbound

import type { Conclusion, EventOf, PassedTrunk, ShownCaller } from '../event.ts'
import type { AgentId, LegId, TrunkId } from '../names.ts'
import type { Slug } from '../slug.ts'
import { type Call, nextLeg } from './call.ts'

type Why = EventOf<'contact.dialledOut'>['why']

/** A number outside that is called, by one trunk after the other. */
export type Outside = {
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

type Wanted = Pick<Outside, 'number' | 'why' | 'by'> & {
  readonly passed?: readonly PassedTrunk[]
  /** May the customer's own network lead him there? */
  readonly mayRefer?: boolean
}

/** What is to be added to the call: another leg was made. */
export type DialledOut = {
  readonly made: number
  readonly outside: Outside
  readonly conclusion: Conclusion
}

/** `outside/` decides by which trunk; it answers in the same turn. */
export function dialOut(call: Call, wanted: Wanted): DialledOut {
  const { number, why, by, passed = [], mayRefer = false } = wanted
  const leg = nextLeg(call)
  const outside = { number, why, ...(by === undefined ? {} : { by }), leg, passed }
  const refers = mayRefer ? { refers: call.caller } : {}
  const shows = shownBy(call, why)
  return {
    made: call.made + 1,
    outside,
    conclusion: { type: 'contact.dialledOut', contact: call.id, ...outside, shows, ...refers },
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

const trunkFaults: readonly Slug[] = ['trunk-failed', 'trunk-full', 'trunk-down']

/** By the next trunk, where it was the trunk that failed and not the party who was called. */
export function dialOn(
  call: Call,
  outside: Outside | undefined,
  reason: Slug,
): DialledOut | undefined {
  if (outside?.trunk === undefined || !trunkFaults.includes(reason)) return undefined
  const passed = [...outside.passed, { trunk: outside.trunk, reason }]
  return dialOut(call, { ...outside, passed })
}

/** The decision, where it is about this call. */
export const notePlaced = (outside: Outside, event: EventOf<'contact.placed'>): Outside =>
  outside.leg === event.leg ? { ...outside, trunk: event.trunk, passed: event.passed } : outside

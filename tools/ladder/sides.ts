import type { Event } from '../../core/event.ts'
import type { LegId } from '../../core/names.ts'
import type { Lane } from './rung.ts'

/** Legs that were called one after the other, and whom they were called for, in that order. */
type Calling = { readonly lanes: Lane[]; readonly cause: number; readonly legs: Set<LegId> }

/**
 * Whose each leg of a contact is. The caller's are named by events. The others have no name but their number, which
 * rises in the order in which they were called: for each offer of a turn one, then more for whoever is rung again.
 */
export class Sides {
  readonly #sides = new Map<LegId, Lane>()

  constructor(events: readonly Event[]) {
    const callings: Calling[] = []
    for (const event of events) {
      const lane = laneCalled(event)
      const now = callings.at(-1)
      if (lane !== undefined) {
        const cause = event.cause ?? event.seq
        if (now?.cause === cause) now.lanes.push(lane)
        else callings.push({ lanes: [lane], cause, legs: new Set() })
      }
      if (event.type === 'contact.connected') now?.lanes.push(event.agent)
      if ('leg' in event) this.#meet(event, now)
    }
    for (const calling of callings) this.#settle(calling)
  }

  sideOf(event: Event): Lane {
    return 'leg' in event ? (this.#sides.get(event.leg) ?? 'centre') : 'caller'
  }

  #meet(event: Event & { readonly leg: LegId }, now: Calling | undefined): void {
    const isCaller = event.type === 'leg.arrived' || event.type === 'callback.dialled'
    if (isCaller || event.type === 'contact.refused') this.#sides.set(event.leg, 'caller')
    else if (event.type === 'contact.dialledOut' && !this.#sides.has(event.leg))
      this.#sides.set(event.leg, 'outside')
    else if (!this.#sides.has(event.leg)) {
      this.#sides.set(event.leg, 'centre')
      now?.legs.add(event.leg)
    }
  }

  #settle({ lanes, legs }: Calling): void {
    const inOrder = [...legs].sort((one, other) => numberOf(one) - numberOf(other))
    inOrder.forEach((leg, n) => {
      const lane = lanes[n] ?? lanes.at(-1)
      if (lane !== undefined) this.#sides.set(leg, lane)
    })
  }
}

function laneCalled(event: Event): Lane | undefined {
  if (event.type === 'contact.offered' || event.type === 'consult.offered') return event.agent
  return event.type === 'contact.overflowed' && 'uri' in event.to ? 'outside' : undefined
}

/** `c42.3` is the third. */
const numberOf = (leg: LegId): number => Number(leg.split('.')[1] ?? 0)

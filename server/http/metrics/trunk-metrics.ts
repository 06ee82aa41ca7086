import { Counter, Gauge, type Registry } from 'prom-client'
import { spentAt } from '../../../core/outbound/spend.ts'
import type { CentreFace } from '../route-context.ts'

type WatchedTrunk = Pick<CentreFace, 'board' | 'subscribe'>

/** Trunks, and what is called and spent by them. */
export function measureTrunks(registry: Registry, centre: WatchedTrunk): void {
  const registers = [registry]
  new Gauge({
    name: 'callwright_trunk_up',
    help: '1 while the trunk registers or answers OPTIONS, 0 while it does not',
    labelNames: ['trunk'],
    registers,
    collect() {
      this.reset()
      for (const { id, enabled, state } of centre.board().trunks.values())
        if (enabled && state !== 'unwatched') this.set({ trunk: id }, state === 'up' ? 1 : 0)
    },
  })
  measureSpend(registry, centre)
  countOutside(registry, centre)
}

function measureSpend(registry: Registry, centre: WatchedTrunk): void {
  const registers = [registry]
  new Gauge({
    name: 'callwright_outside_spend',
    help: 'What calls outside cost in the last 60 minutes, in the smallest unit of the currency',
    registers,
    collect() {
      this.set(spentAt(centre.board().spend.calls, Date.now()))
    },
  })
  new Gauge({
    name: 'callwright_outside_spend_cap',
    help: 'What calls outside may cost in 60 minutes',
    labelNames: ['currency'],
    registers,
    collect() {
      this.reset()
      const { cap } = centre.board().spend
      if (cap) this.set({ currency: cap.currency }, cap.perHour)
    },
  })
}

/** Counters: they begin at 0 with this process. */
function countOutside(registry: Registry, centre: WatchedTrunk): void {
  const registers = [registry]
  const placed = new Counter({
    name: 'callwright_outside_calls_total',
    help: 'Calls outside that a trunk was ordered to make, by trunk and why',
    labelNames: ['trunk', 'how'],
    registers,
  })
  const refused = new Counter({
    name: 'callwright_outside_refused_total',
    help: 'Calls outside that were not made, by why',
    labelNames: ['reason'],
    registers,
  })
  centre.subscribe((events) => {
    for (const event of events) {
      if (event.type === 'outbound.routed') placed.inc({ trunk: event.trunk, how: event.how })
      if (event.type === 'outbound.refused') refused.inc({ reason: event.reason })
    }
  })
}

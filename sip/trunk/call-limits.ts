import type { LegId } from '../../core/names.ts'
import type { Trunk } from '../../core/trunk.ts'

/** How many calls a trunk has, against how many it may have. */
export type CallLimits = {
  /** False when it is full; then nothing is counted. */
  readonly take: (leg: LegId) => boolean
  /** Counts a call that is there already, whatever the limits say. */
  readonly keep: (leg: LegId) => void
  readonly release: (leg: LegId) => void
  readonly limit: (limits: Trunk['limits']) => void
}

export function createCallLimits(initial: Trunk['limits'], now: () => number): CallLimits {
  let limits = initial
  const legs = new Set<LegId>()
  /** When the calls of the last second began, ms. */
  let begun: readonly number[] = []
  return {
    take(leg) {
      if (legs.has(leg)) return true
      begun = begun.filter((at) => now() - at < 1000)
      if (limits.calls > 0 && legs.size >= limits.calls) return false
      if (limits.callsPerSecond > 0 && begun.length >= limits.callsPerSecond) return false
      legs.add(leg)
      if (limits.callsPerSecond > 0) begun = [...begun, now()]
      return true
    },
    keep: (leg) => void legs.add(leg),
    release: (leg) => void legs.delete(leg),
    limit: (next) => void (limits = next),
  }
}

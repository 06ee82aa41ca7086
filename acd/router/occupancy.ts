/**
 * How busy an agent has been of late: 0 to 1, an average in which age halves the weight. All agents share one
 * half-life, so that the order of two idle agents never changes while they are idle.
 */
export type Occupancy = {
  isBusy: boolean
  /** The average at the instant `at`, ms. */
  value: number
  at: number
}

export const freshOccupancy = (): Occupancy => ({ isBusy: false, value: 0, at: 0 })

/** The window's newest third weighs as much as all before it; seven eighths of the weight lie inside the window. */
export const halfLifeMs = (windowSeconds: number): number => (windowSeconds * 1000) / 3

function occupancyAt({ isBusy, value, at }: Occupancy, now: number, halfMs: number): number {
  const kept = 2 ** (-Math.max(0, now - at) / halfMs)
  return isBusy ? 1 - (1 - value) * kept : value * kept
}

/** From now on busy, or not. */
export function noteBusy(occupancy: Occupancy, isBusy: boolean, now: number, halfMs: number): void {
  occupancy.value = occupancyAt(occupancy, now, halfMs)
  occupancy.isBusy = isBusy
  occupancy.at = now
}

/** When an idle agent will be down to `share`; in whole seconds, so that no rounding of a power decides. */
export function restUntil(
  occupancy: Occupancy,
  share: number,
  now: number,
  halfMs: number,
): number {
  const value = occupancyAt(occupancy, now, halfMs)
  if (value <= share) return now
  return now + Math.ceil((halfMs * Math.log2(value / share)) / 1000) * 1000
}

/** Orders idle agents by occupancy; constant while they are idle. */
export function idleRank({ value, at }: Occupancy, halfMs: number): number {
  return Math.log2(Math.max(value, 2 ** -40)) + at / halfMs
}

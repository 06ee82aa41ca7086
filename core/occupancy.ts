/** How an agent's time on duty was spent, ms. Time that he was not ready counts nowhere. */
type DutyTime = {
  /** Idle, or rung. */
  readonly readyMs: number
  /** With the customer, holds included. */
  readonly talkMs: number
  readonly wrapUpMs: number
}

/** Occupancy: talk and wrap-up as a share (0 to 1) of the time on duty; undefined before there was any. */
export function occupancy({ readyMs, talkMs, wrapUpMs }: DutyTime): number | undefined {
  const busyMs = talkMs + wrapUpMs
  return readyMs + busyMs <= 0 ? undefined : busyMs / (readyMs + busyMs)
}

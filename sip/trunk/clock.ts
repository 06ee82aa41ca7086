/** Time as a trunk sees it; a test has its own. */
export type TrunkClock = {
  /** ms. */
  readonly now: () => number
  /** Returns how to stop it. */
  readonly after: (ms: number, task: () => void) => () => void
  /** From 0 to 1. */
  readonly random: () => number
}

export const realClock: TrunkClock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms).unref()
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}

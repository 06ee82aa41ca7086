/** Time as a trunk sees it; a test has its own. */
export type Clock = {
  /** ms. */
  readonly now: () => number
  /** Returns how to stop it. */
  readonly after: (ms: number, task: () => void) => () => void
  /** From 0 to 1. */
  readonly random: () => number
}

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, ms).unref()
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}

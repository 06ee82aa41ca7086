import type { TrunkClock } from '../../../sip/trunk/clock.ts'

export type VirtualClock = TrunkClock & {
  /** Lets time pass, and everything happen that is due. */
  readonly pass: (seconds: number) => Promise<void>
  /** Seconds until the next task; undefined without one. */
  readonly next: () => number | undefined
}

export function createVirtualClock(random = 0.5): VirtualClock {
  let ms = 0
  const tasks = new Set<{ at: number; task: () => void }>()
  const first = () => [...tasks].sort((one, other) => one.at - other.at)[0]
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    now: () => ms,
    random: () => random,
    after(delay, task) {
      const planned = { at: ms + delay, task }
      tasks.add(planned)
      return () => void tasks.delete(planned)
    },
    next: () => {
      const at = first()?.at
      return at === undefined ? undefined : (at - ms) / 1000
    },
    async pass(seconds) {
      const until = ms + seconds * 1000
      await settle()
      for (let due = first(); due && due.at <= until; due = first()) {
        ms = due.at
        tasks.delete(due)
        due.task()
        await settle()
      }
      ms = until
    },
  }
}

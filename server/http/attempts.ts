import { HttpRefusal } from './http-refusal.ts'

/** Counts what may be tried only so often in a window of time, by any key. */
type Attempts = {
  /** Throws 429 when the key has used up its window. */
  check(key: string): void
  count(key: string): void
  forget(key: string): void
}

/** More keys than this are not told apart for long: the oldest windows are let go. */
const mostKeys = 10_000

export function createAttempts(most: number, windowMs: number): Attempts {
  const windows = new Map<string, { count: number; readonly endsAt: number }>()

  const current = (key: string) => {
    const window = windows.get(key)
    return window && window.endsAt > Date.now() ? window : undefined
  }

  return {
    check(key) {
      const window = current(key)
      if (!window || window.count < most) return
      const seconds = Math.ceil((window.endsAt - Date.now()) / 1000)
      throw new HttpRefusal(429, 'too-many-attempts', `Too many attempts: wait ${seconds} s.`, {
        retryAfterSeconds: seconds,
      })
    },
    count(key) {
      const window = current(key)
      if (window) window.count++
      else {
        windows.delete(key)
        windows.set(key, { count: 1, endsAt: Date.now() + windowMs })
        const oldest = windows.keys().next()
        if (windows.size > mostKeys && !oldest.done) windows.delete(oldest.value)
      }
    },
    forget(key) {
      windows.delete(key)
    },
  }
}

import { useSyncExternalStore } from 'react'

/**
 * One clock for the whole page: every running time changes in the same tick. It shows the centre's
 * time, of which the page's own clock may be minutes off.
 */
let offsetMs = 0
let now = Date.now()
let ticking: ReturnType<typeof setInterval> | undefined
const watchers = new Set<() => void>()
const tickMs = 250

function tick() {
  now = Date.now() + offsetMs
  for (const watcher of watchers) watcher()
}

function watch(watcher: () => void) {
  watchers.add(watcher)
  ticking ??= setInterval(tick, tickMs)
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) {
      clearInterval(ticking)
      ticking = undefined
    }
  }
}

/** Sets how far the centre's clock is ahead of this page's, ms. */
export function setClockOffset(ms: number): void {
  offsetMs = ms
  now = Date.now() + ms
}

/** The centre's time now, ms. */
export const centreNow = () => Date.now() + offsetMs

/** The centre's time, in steps of `stepMs`: renders again at each step. */
export function useNow(stepMs = 1000): number {
  return useSyncExternalStore(watch, () => Math.floor(now / stepMs) * stepMs)
}

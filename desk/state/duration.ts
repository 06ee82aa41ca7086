const second = 1000

/** `m:ss`, from an hour on `h:mm:ss`. Negative durations (a clock that was set back) count as none. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / second))
  const two = (n: number) => String(n).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}

/** How much of the stretch from `from` to `to` is left: 1 at its start, 0 at its end. */
export function partLeft(from: number, to: number, now: number): number {
  if (to <= from) return 0
  return Math.min(1, Math.max(0, (to - now) / (to - from)))
}

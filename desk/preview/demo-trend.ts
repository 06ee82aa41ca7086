import { type Sample, stretchMs } from '../state/trend.ts'

const hours = 7

/** A working day's waiting: a morning peak, a quiet noon, the afternoon. */
export function demoTrend(now: number): readonly Sample[] {
  const last = Math.floor(now / stretchMs) * stretchMs - stretchMs
  const stretches = (hours * 3_600_000) / stretchMs
  return Array.from({ length: stretches }, (_, index) => {
    const part = index / stretches
    const wave = 3.2 * Math.sin(part * Math.PI * 3) ** 2 + 1.6 * Math.sin(index * 1.7)
    return {
      at: last - (stretches - index) * stretchMs,
      waiting: Math.max(0, Math.round(wave)),
      answered: index,
      abandoned: 0,
    }
  })
}

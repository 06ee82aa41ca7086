import { drawPatience, type Patience, survivalAt } from '../forecast/patience.ts'
import type { Random } from './random.ts'

/** A time that is left to chance, s. */
export type Duration =
  | { readonly kind: 'fixed'; readonly seconds: number }
  | { readonly kind: 'exponential'; readonly meanSeconds: number }
  | { readonly kind: 'lognormal'; readonly meanSeconds: number; readonly deviationSeconds: number }
  /** One of those that were seen. */
  | { readonly kind: 'observed'; readonly oneOfSeconds: readonly number[] }

/** How long callers are ready to wait. */
export type PatienceModel =
  | Duration
  | { readonly kind: 'endless' }
  | { readonly kind: 'estimated'; readonly patience: Patience }

/** In ms. Takes as many draws whatever comes out. */
export function drawMs(duration: Duration, random: Random): number {
  switch (duration.kind) {
    case 'fixed':
      return duration.seconds * 1000
    case 'exponential':
      return -duration.meanSeconds * 1000 * Math.log(1 - random())
    case 'lognormal':
      return 1000 * lognormal(duration.meanSeconds, duration.deviationSeconds, random)
    case 'observed': {
      const { oneOfSeconds: seen } = duration
      return 1000 * (seen[Math.floor(random() * seen.length)] ?? 0)
    }
  }
}

/** By its own mean and deviation, not those of its logarithm. */
function lognormal(mean: number, deviation: number, random: Random): number {
  const variance = Math.log(1 + (deviation / mean) ** 2)
  // Box and Muller.
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return mean * Math.exp(Math.sqrt(variance) * normal - variance / 2)
}

/** Of a caller who is known to be ready to wait longer than `overMs`. In ms; Infinity when it has no end. */
export function drawPatienceMs(model: PatienceModel, overMs: number, random: Random): number {
  if (model.kind === 'endless') return Infinity
  if (model.kind !== 'estimated') return Math.max(overMs, drawMs(model, random))
  const { patience } = model
  const fallen = 1 - survivalAt(patience, overMs)
  return Math.max(overMs, drawPatience(patience, fallen + (1 - fallen) * random()))
}

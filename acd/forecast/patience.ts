/** One contact's time in a queue. Who was answered would have waited longer: his patience is censored there. */
export type Wait = { readonly waitedMs: number; readonly abandoned: boolean }

/** The curve falls at a time when somebody gave up. */
type PatienceStep = {
  readonly atMs: number
  /** Contacts that still waited just before, and those of them that gave up. */
  readonly atRisk: number
  readonly abandoned: number
  /** Share of callers whose patience is longer than this. */
  readonly survival: number
  /** Of `survival`, by Greenwood's formula. */
  readonly variance: number
}

/** How long callers are ready to wait, told from those who were answered as well as from those who gave up. */
export type Patience = {
  readonly steps: readonly PatienceStep[]
  readonly contacts: number
  readonly abandoned: number
  /** The longest wait: beyond it nothing is known. */
  readonly longestMs: number
  /** Undefined while more than half are more patient than anybody has waited. */
  readonly medianMs?: number
  /** The mean of patience cut off at `longestMs`: the area below the curve. */
  readonly restrictedMeanMs: number
  /** All waiting over all abandonments, the maximum-likelihood mean of Erlang A; Infinity when nobody gave up. */
  readonly exponentialMeanMs: number
}

/** The estimate of Kaplan and Meier (1958). Of equal times, abandonments come before answers. */
export function estimatePatience(waits: readonly Wait[]): Patience {
  const ordered = [...waits].sort((one, other) => one.waitedMs - other.waitedMs)
  const steps = stepsOf(ordered)
  const longestMs = ordered.at(-1)?.waitedMs ?? 0
  const abandoned = waits.filter((wait) => wait.abandoned).length
  const total = waits.reduce((sum, { waitedMs }) => sum + waitedMs, 0)
  const median = steps.find(({ survival }) => survival <= 0.5 + 1e-12)
  return {
    steps,
    contacts: waits.length,
    abandoned,
    longestMs,
    ...(median && { medianMs: median.atMs }),
    restrictedMeanMs: areaBelow(steps, longestMs),
    exponentialMeanMs: abandoned === 0 ? Infinity : total / abandoned,
  }
}

function stepsOf(ordered: readonly Wait[]): PatienceStep[] {
  const steps: PatienceStep[] = []
  let survival = 1
  let greenwood = 0
  for (let first = 0, next: number; first < ordered.length; first = next) {
    const atMs = ordered[first]?.waitedMs ?? 0
    const atRisk = ordered.length - first
    let abandoned = 0
    for (next = first; ordered[next]?.waitedMs === atMs; next++)
      if (ordered[next]?.abandoned) abandoned++
    if (abandoned === 0) continue
    survival *= 1 - abandoned / atRisk
    greenwood += abandoned / (atRisk * (atRisk - abandoned))
    // Where the curve reaches zero, so does its variance; the sum is infinite there.
    const variance = survival === 0 ? 0 : survival ** 2 * greenwood
    steps.push({ atMs, atRisk, abandoned, survival, variance })
  }
  return steps
}

function areaBelow(steps: readonly PatienceStep[], endMs: number): number {
  let [area, from, height] = [0, 0, 1]
  for (const { atMs, survival } of steps) {
    area += (atMs - from) * height
    ;[from, height] = [atMs, survival]
  }
  return area + (endMs - from) * height
}

/** Share of callers whose patience is longer than `atMs`; beyond the longest wait, that of the longest wait. */
export function survivalAt({ steps }: Patience, atMs: number): number {
  const beyond = firstAt(steps, (step) => step.atMs > atMs)
  return steps[beyond - 1]?.survival ?? 1
}

/**
 * One caller's patience, ms, for a draw uniform in [0, 1). Beyond the longest wait, where the curve says nothing, it
 * goes on exponentially with the mean of all; Infinity when nobody ever gave up.
 */
export function drawPatience(patience: Patience, draw: number): number {
  const { steps, longestMs, exponentialMeanMs } = patience
  const left = 1 - draw
  const fallen = steps[firstAt(steps, (step) => step.survival < left)]
  if (fallen) return fallen.atMs
  const known = steps.at(-1)?.survival ?? 1
  return known === 0 ? longestMs : longestMs + exponentialMeanMs * Math.log(known / left)
}

/** Where the steps begin to be so, by halving. */
function firstAt(steps: readonly PatienceStep[], isSo: (step: PatienceStep) => boolean): number {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const step = steps[middle]
    if (step && !isSo(step)) low = middle + 1
    else high = middle
  }
  return low
}

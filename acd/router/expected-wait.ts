/**
 * How fast a queue moves, and how well that foretells a wait. The plain forecast is position x mean gap between two
 * departures; the running comparison with what came to pass then says by which factor half and nine tenths of the
 * waits stay below. So a forecast that is wrong corrects itself.
 */
export type Throughput = {
  /** Mean time between two departures while somebody waits, ms. */
  gapMs: number
  departures: number
  /** The last departure, or when the queue began to fill. */
  lastAt?: number
  /** Outcome / plain forecast: the median and the ninth decile so far. */
  median: number
  ninthDecile: number
  outcomes: number
}

export type Expected = { readonly p50Ms: number; readonly p90Ms: number }

/** Departures before the first forecast. */
const fewest = 5
/** The weight of the newest gap once there are many. */
const freshness = 0.05

/** Without outcomes yet, a tenth of the waits is taken to last over twice the forecast. */
export const freshThroughput = (): Throughput => ({
  gapMs: 0,
  departures: 0,
  median: 1,
  ninthDecile: 2,
  outcomes: 0,
})

/** Somebody joined a queue in which `waiting` waited before. */
export function noteArrival(pace: Throughput, waiting: number, at: number): void {
  if (waiting === 0) pace.lastAt = at
}

/** Somebody left a queue, served or not, in which `waiting` still wait. */
export function noteDeparture(pace: Throughput, waiting: number, at: number): void {
  if (pace.lastAt !== undefined) {
    pace.departures++
    pace.gapMs += (at - pace.lastAt - pace.gapMs) * Math.max(1 / pace.departures, freshness)
  }
  if (waiting > 0) pace.lastAt = at
  else delete pace.lastAt
}

/** The plain forecast for a place in the queue (1 is next), ms; undefined before enough was seen. */
export const plainForecast = (
  { gapMs, departures }: Throughput,
  position: number,
): number | undefined => (departures < fewest ? undefined : Math.max(1, position * gapMs))

/** Half of such waits are over by p50, nine tenths by p90. */
export function expectedWait({ median, ninthDecile }: Throughput, nominalMs: number): Expected {
  return {
    p50Ms: Math.round(nominalMs * median),
    p90Ms: Math.round(nominalMs * Math.max(median, ninthDecile)),
  }
}

/**
 * Learns from a wait that was forecast. An abandoned wait would have lasted longer: it counts where it already had
 * outlasted the forecast, and says nothing otherwise.
 */
export function noteOutcome(
  pace: Throughput,
  nominalMs: number,
  waitedMs: number,
  wasServed: boolean,
): void {
  const ratio = Math.max(1, waitedMs) / nominalMs
  const step = Math.max(0.05, 1 / (1 + pace.outcomes / 4))
  pace.outcomes++
  if (wasServed || ratio > pace.median) pace.median = toward(pace.median, ratio, 0.5, step)
  if (wasServed || ratio > pace.ninthDecile)
    pace.ninthDecile = toward(pace.ninthDecile, ratio, 0.9, step)
}

/** A quantile by stochastic approximation, in steps of a factor: up as often as an outcome is above it, down else. */
const toward = (estimate: number, outcome: number, quantile: number, step: number): number =>
  estimate * Math.exp(step * (quantile - (outcome < estimate ? 1 : 0)))

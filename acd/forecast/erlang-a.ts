import { erlangsOf, inverseErlangB } from './erlang-c.ts'
import type { Demand, Forecast, Times } from './forecast.ts'

/** A demand whose callers give up after an exponential time of this mean. */
type Impatient = Demand & { readonly patienceSeconds: number }

/**
 * M/M/n+M, exactly (Mandelbaum and Zeltyn, "Service engineering in action", 2007). Who finds k others waiting would
 * wait V, k + 1 exponential steps; sums over k of the birth-death recursion give every figure.
 */
export function erlangA(demand: Impatient, agents: number, times: Times): Forecast {
  const { handlingSeconds, patienceSeconds } = demand
  const erlangs = erlangsOf(demand)
  const line = sumLine((agents / handlingSeconds) * patienceSeconds, patienceArrivals(demand))
  // In units of the state in which all are busy and nobody waits.
  const someoneFree = (inverseErlangB(erlangs, agents) - 1) * Math.exp(-line.scale)
  const waitShare = line.sum / (someoneFree + line.sum)
  const answered = 1 - waitShare + (waitShare * line.answered) / line.sum
  const abandoned = (waitShare * (line.sum - line.answered)) / line.sum
  const onTime = remain(demand, agents, times.thresholdSeconds, line)
  const short = remain(demand, agents, times.shortSeconds, line)
  const waited = (waitShare * line.waited * patienceSeconds) / line.sum
  return {
    waitShare,
    asaSeconds: answered > 0 ? waited / answered : Infinity,
    meanWaitSeconds: abandoned * patienceSeconds,
    occupancy: agents > 0 ? (erlangs * answered) / agents : 1,
    shares: {
      answered,
      answeredWithin: Math.max(0, answered - waitShare * onTime.answered),
      abandoned,
      abandonedWithin: Math.max(0, abandoned - waitShare * onTime.abandoned),
      abandonedShort: Math.max(0, abandoned - waitShare * short.abandoned),
    },
  }
}

/** Contacts that arrive within one mean patience. */
export const patienceArrivals = ({ contactsPerHour, patienceSeconds = Infinity }: Demand): number =>
  (contactsPerHour / 3600) * patienceSeconds

/** The line's states together; all but `scale` in units of e^scale. */
type WaitingSums = {
  readonly scale: number
  readonly sum: number
  /** The part whose newcomer will be answered, and his waits in units of the mean patience. */
  readonly answered: number
  readonly waited: number
}

const large = 1e200

/**
 * Sums the states with k = 0, 1, 2 … waiting, each `arrivals / (service + k)` times the one before. `service`: contacts
 * that all agents together finish within one mean patience. Every term is positive, and what grows large is scaled down.
 */
function sumLine(service: number, arrivals: number): WaitingSums {
  let [scale, term, sum, answered, waited, steps] = [0, 1, 0, 0, 0, 0]
  for (let place = 1; ; place++) {
    const rate = service + place
    steps += 1 / rate
    sum += term
    answered += (term * service) / rate
    waited += ((term * service) / rate) * steps
    const ratio = arrivals / rate
    term *= ratio
    // What is left is less than a geometric series.
    if (ratio < 1 && term < 1e-17 * sum * (1 - ratio)) return { scale, sum, answered, waited }
    if (sum < large) continue
    scale += Math.log(large)
    ;[term, sum, answered, waited] = [term / large, sum / large, answered / large, waited / large]
  }
}

/** Of those who have to wait, the share still waiting after `seconds` that is answered later, or gives up later. */
function remain(
  demand: Impatient,
  agents: number,
  seconds: number,
  line: WaitingSums,
): { readonly answered: number; readonly abandoned: number } {
  const { handlingSeconds, patienceSeconds } = demand
  const patiences = patienceSeconds === 0 ? Infinity : seconds / patienceSeconds
  const [services, arrivals] = [agents / handlingSeconds, patienceArrivals(demand)]
  const later = sumLine(services * patienceSeconds, arrivals * Math.exp(-patiences))
  const exponent =
    -arrivals * Math.expm1(-patiences) - services * seconds - patiences + later.scale - line.scale
  const weight = Math.exp(exponent) / line.sum
  return { answered: weight * later.answered, abandoned: weight * (later.sum - later.answered) }
}

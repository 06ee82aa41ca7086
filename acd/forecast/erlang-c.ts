import type { Demand, Forecast } from './forecast.ts'

/** Agents whom the traffic keeps busy on the mean, if none of it is lost. */
export const erlangsOf = ({ contactsPerHour, handlingSeconds }: Demand): number =>
  (contactsPerHour * handlingSeconds) / 3600

/**
 * One over the probability that all agents are busy when nobody waits (Erlang B): the recursion grows, so it neither
 * cancels nor overflows but to Infinity, which stands for a probability of 0.
 */
export function inverseErlangB(erlangs: number, agents: number): number {
  let inverse = 1
  for (let busy = 1; busy <= agents && inverse < Infinity; busy++)
    inverse = 1 + (inverse * busy) / erlangs
  return inverse
}

/**
 * M/M/n: whoever finds nobody free waits, however long. With no more agents than traffic the line grows for ever:
 * an infinite wait, and nobody within T.
 */
export function erlangC(demand: Demand, agents: number, thresholdSeconds: number): Forecast {
  const { handlingSeconds } = demand
  const erlangs = erlangsOf(demand)
  if (erlangs >= agents) return endless
  const occupancy = erlangs / agents
  const inverseB = inverseErlangB(erlangs, agents)
  const waitShare = 1 / (inverseB * (1 - occupancy) + occupancy)
  const asaSeconds = (waitShare * handlingSeconds) / (agents - erlangs)
  const late = waitShare * Math.exp((-(agents - erlangs) * thresholdSeconds) / handlingSeconds)
  return {
    waitShare,
    asaSeconds,
    meanWaitSeconds: asaSeconds,
    occupancy,
    shares: { ...nobodyAbandons, answeredWithin: 1 - late },
  }
}

const nobodyAbandons = { answered: 1, abandoned: 0, abandonedWithin: 0, abandonedShort: 0 }

const endless: Forecast = {
  waitShare: 1,
  asaSeconds: Infinity,
  meanWaitSeconds: Infinity,
  occupancy: 1,
  shares: { ...nobodyAbandons, answeredWithin: 0 },
}

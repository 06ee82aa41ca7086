import { type Formula, type ServiceCounts, serviceLevel } from '../../core/service-level.ts'
import { erlangA, patienceArrivals } from './erlang-a.ts'
import { erlangC, erlangsOf, inverseErlangB } from './erlang-c.ts'

/** Poisson arrivals, exponential handling, agents who are all alike. */
export type Demand = {
  readonly contactsPerHour: number
  /** Mean of talk and wrap-up. */
  readonly handlingSeconds: number
  /** Mean time after which a caller gives up; without it nobody ever does. */
  readonly patienceSeconds?: number
}

export type Times = {
  /** The T of the service level. */
  readonly thresholdSeconds: number
  /** Abandoned sooner, it is a short abandon. */
  readonly shortSeconds: number
}

/** The steady state. Shares are 0 to 1. */
export type Forecast = {
  /** Of contacts that find nobody free. */
  readonly waitShare: number
  /** Average speed of answer: the mean wait of those who are answered. */
  readonly asaSeconds: number
  /** Of all, those who give up included. */
  readonly meanWaitSeconds: number
  /** Share of their time in which agents handle contacts. */
  readonly occupancy: number
  /** Per contact offered: `serviceLevel` makes each of its formulas of them. */
  readonly shares: ServiceCounts
}

/** What agents are needed for; all of it must be met. */
type StaffingTarget = {
  readonly serviceLevel?: {
    readonly formula: Formula
    readonly share: number
    readonly thresholdSeconds: number
  }
  readonly asaSeconds?: number
  readonly abandonedShare?: number
  readonly occupancy?: number
}

/** Bounds of what is computed, far beyond any contact centre. */
const mostAgents = 1_000_000
const mostPatienceArrivals = 1_000_000
const largest = 1e12
const leastErlangs = 1e-12

/**
 * Erlang A when callers give up, else Erlang C. Traffic that agents cannot cope with waits for Infinity, unless callers
 * give up. A number below zero, or none, counts as zero, and as endless where it is patience; agents are rounded down.
 */
export function forecast(
  demand: Demand,
  agents: number,
  { thresholdSeconds, shortSeconds = 5 }: Partial<Times> & Pick<Times, 'thresholdSeconds'>,
): Forecast {
  const contactsPerHour = bounded(demand.contactsPerHour)
  const handlingSeconds = bounded(demand.handlingSeconds)
  const { patienceSeconds: patience = Infinity } = demand
  const patienceSeconds = patience >= 0 ? patience : Infinity
  const load = { contactsPerHour, handlingSeconds, patienceSeconds }
  const times = { thresholdSeconds: bounded(thresholdSeconds), shortSeconds: bounded(shortSeconds) }
  if (erlangsOf(load) < leastErlangs) return quiet
  return patienceArrivals(load) > mostPatienceArrivals
    ? erlangC(load, wholeAgents(agents), times.thresholdSeconds)
    : erlangA(load, wholeAgents(agents), times)
}

const bounded = (value: number): number => (value > 0 ? Math.min(value, largest) : 0)
const wholeAgents = (agents: number): number => Math.min(Math.floor(bounded(agents)), mostAgents)

const quiet: Forecast = {
  waitShare: 0,
  asaSeconds: 0,
  meanWaitSeconds: 0,
  occupancy: 0,
  shares: {
    answered: 1,
    answeredWithin: 1,
    abandoned: 0,
    abandonedWithin: 0,
    abandonedShort: 0,
  },
}

/** Erlang B: the share of contacts that find all agents busy and are lost, when nobody may wait. */
export function blockedShare(demand: Demand, agents: number): number {
  const contactsPerHour = bounded(demand.contactsPerHour)
  const erlangs = erlangsOf({ contactsPerHour, handlingSeconds: bounded(demand.handlingSeconds) })
  return 1 / inverseErlangB(erlangs, wholeAgents(agents))
}

/** The fewest agents who meet the target; Infinity when no number does. */
export function agentsNeeded(demand: Demand, target: StaffingTarget): number {
  const suffice = (agents: number) => isMet(demand, agents, target)
  let enough = 1
  while (!suffice(enough)) {
    if (enough >= mostAgents) return Infinity
    enough = Math.min(enough * 2, mostAgents)
  }
  let tooFew = enough === 1 ? -1 : Math.floor(enough / 2)
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2)
    if (suffice(middle)) enough = middle
    else tooFew = middle
  }
  return enough
}

function isMet(demand: Demand, agents: number, target: StaffingTarget): boolean {
  const { serviceLevel: level, asaSeconds, abandonedShare, occupancy } = target
  const thresholdSeconds = level?.thresholdSeconds ?? 0
  const result = forecast(demand, agents, { thresholdSeconds })
  return (
    (level === undefined || (serviceLevel(level.formula, result.shares) ?? 0) >= level.share) &&
    (asaSeconds === undefined || result.asaSeconds <= asaSeconds) &&
    (abandonedShare === undefined || result.shares.abandoned <= abandonedShare) &&
    (occupancy === undefined || result.occupancy <= occupancy)
  )
}

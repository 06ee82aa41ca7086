import type { PassedTrunk } from '../event.ts'
import { normalise } from '../numbering/normalise.ts'
import { findPattern } from '../numbering/number-pattern.ts'
import type { ReasonCode } from '../reason-code.ts'
import type { Tenant } from '../tenant.ts'
import type { OutboundRules, Trunk } from '../trunk.ts'
import { type Ledger, spentAt } from './spend.ts'

/** By which trunk a number is called, or why not; and the trunks that were passed over. */
type TrunkChoice = { readonly number: string; readonly passed: readonly PassedTrunk[] } & (
  { readonly trunk: Trunk; readonly perMinute?: number } | { readonly reason: ReasonCode }
)

type NumberToCall = {
  /** As it was dialled. */
  readonly number: string
  /** Trunks that have failed already. */
  readonly passed: readonly PassedTrunk[]
}

/** The tenant's rules alone decide: the number, its country, the route, and what the last hour has cost. */
export function selectTrunk(
  { number: dialled, passed }: NumberToCall,
  { outbound, trunks = [] }: Tenant,
  ledger: Ledger,
  at: number,
): TrunkChoice {
  const refuse = (reason: ReasonCode, number = dialled): TrunkChoice => ({ number, passed, reason })
  if (!outbound) return refuse('no-route')
  const number = normalise(dialled, outbound.plan)
  if (number === undefined) return refuse('not-a-number')
  if (!mayCall(number, outbound)) return refuse('country-not-allowed', number)
  const route = findPattern(outbound.routes, number)?.trunks ?? []
  const known = route.flatMap((id) => trunks.find((trunk) => trunk.id === id) ?? [])
  const left = known.filter(({ id }) => !passed.some((each) => each.trunk === id))
  const trunk = left.find(({ enabled }) => enabled)
  const off = left.slice(0, trunk && left.indexOf(trunk)).filter(({ enabled }) => !enabled)
  const all = [...passed, ...off.map(({ id }) => ({ trunk: id, reason: 'off' as const }))]
  if (!trunk) return { number, passed: all, reason: lastFault(passed) }
  const cost = priceOf(number, outbound, ledger, at)
  return typeof cost === 'string'
    ? { number, passed: all, reason: cost }
    : { number, passed: all, trunk, ...cost }
}

/** Short numbers and those of the own country always. */
function mayCall(number: string, { plan, countries }: OutboundRules): boolean {
  const digits = number.slice(1)
  return (
    !number.startsWith('+') || [plan.country, ...countries].some((code) => digits.startsWith(code))
  )
}

/** What the last trunk said; where none was tried, there is none. */
function lastFault(passed: readonly PassedTrunk[]): ReasonCode {
  const { reason = 'off' } = passed.at(-1) ?? {}
  return reason === 'off' ? 'no-route' : reason
}

function priceOf(
  number: string,
  { spend }: OutboundRules,
  ledger: Ledger,
  at: number,
): { readonly perMinute?: number } | 'no-rate' | 'spend-cap' {
  if (!spend) return {}
  const { perMinute } = findPattern(spend.rates, number) ?? {}
  if (perMinute === undefined) return 'no-rate'
  return spentAt(ledger, at) + perMinute > spend.perHour ? 'spend-cap' : { perMinute }
}

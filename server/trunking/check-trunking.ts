import { isIP } from 'node:net'
import type { FaultPath } from '../../acd/policy/fault-path.ts'
import { type FaultCode, type Finding as AnyFinding, finding } from '../../acd/policy/fault.ts'
import { inRange, inWhole } from '../../acd/policy/ranges.ts'
import type { FlowId } from '../../core/names.ts'
import { readNetwork } from '../../core/network.ts'
import type { Flow } from '../../core/tenant.ts'
import type { OutboundRules, Trunk } from '../../core/trunk.ts'
import type { Trunking } from '../../core/trunking.ts'
import type { TrunkingFaultCode } from './trunking-words.ts'

type TrunkingFinding = AnyFinding<FaultCode | TrunkingFaultCode>

const trunkId = /^[a-z0-9][a-z0-9-]{0,31}$/
const pattern = /^(?=.*[\dx*])\+?[\dx]*\*?$/
const sipUri = /^sips?:(\[[\da-f:.]+\]|[a-z\d.-]+)(:\d{1,5})?(;transport=(udp|tcp|tls))?$/i
const digits = /^\d{0,15}$/
const mostTrunks = 200

/** What is wrong with trunks and with the rules for calls to the outside; the paths lead into the configuration. */
export function* checkTrunking(
  { trunks, outbound }: Trunking,
  flows: readonly Flow[],
): Generator<TrunkingFinding> {
  if (trunks.length > mostTrunks) yield finding(['trunks'], 'too-many', mostTrunks)
  const known = new Set(flows.map(({ id }) => id))
  for (const [index, trunk] of trunks.entries()) {
    const path = ['trunks', index]
    if (trunks.findIndex(({ id }) => id === trunk.id) < index)
      yield finding([...path, 'id'], 'given-twice', trunk.id)
    yield* checkTrunk(path, trunk, known)
  }
  yield* checkSources(trunks)
  if (outbound) yield* checkOutbound(outbound, new Set(trunks.map(({ id }) => id)))
}

function* checkTrunk(
  path: FaultPath,
  trunk: Trunk,
  flows: ReadonlySet<FlowId>,
): Generator<TrunkingFinding> {
  const at = (...more: FaultPath): FaultPath => [...path, ...more]
  if (!trunkId.test(trunk.id)) yield finding(at('id'), 'not-an-id', trunk.id)
  for (const language of ['zh', 'en'] as const)
    if (trunk.name[language].trim() === '') yield finding(at('name', language), 'empty')
  if (trunk.sources.length + trunk.proxies.length === 0) yield finding(path, 'leads-nowhere')
  for (const [index, proxy] of trunk.proxies.entries())
    if (!sipUri.test(proxy)) yield finding(at('proxies', index), 'not-a-proxy', proxy)
  yield* inWhole(at('keepAliveSeconds'), trunk.keepAliveSeconds, 0, 3600)
  yield* inWhole(at('limits', 'calls'), trunk.limits.calls, 0, 100_000)
  yield* inWhole(at('limits', 'callsPerSecond'), trunk.limits.callsPerSecond, 0, 10_000)
  yield* checkNumbers(at('inbound', 'numbers'), trunk, flows)
  if (!digits.test(trunk.outbound.prefix ?? ''))
    yield finding(at('outbound', 'prefix'), 'not-digits', trunk.outbound.prefix ?? '')
  const { callerId } = trunk.outbound
  if (callerId && !/^\+?\d{1,15}$/.test(callerId.number))
    yield finding(at('outbound', 'callerId', 'number'), 'not-digits', callerId.number)
  yield* checkAccount(at('account'), trunk)
}

function* checkNumbers(
  path: FaultPath,
  { inbound }: Trunk,
  flows: ReadonlySet<FlowId>,
): Generator<TrunkingFinding> {
  for (const [index, { pattern: number, flow }] of inbound.numbers.entries()) {
    if (!pattern.test(number)) yield finding([...path, index, 'pattern'], 'not-a-pattern', number)
    if (!flows.has(flow)) yield finding([...path, index, 'flow'], 'unknown-flow', flow)
  }
}

function* checkAccount(path: FaultPath, { account, proxies }: Trunk): Generator<TrunkingFinding> {
  if (!account) return
  if (account.user.trim() === '') yield finding([...path, 'user'], 'empty')
  if (account.password === '') yield finding([...path, 'password'], 'missing')
  if (account.registers && proxies.length === 0) yield finding([...path, 'registers'], 'no-proxy')
  yield* inWhole([...path, 'expiresSeconds'], account.expiresSeconds, 60, 86_400)
}

/** Each is an address or a network, and speaks for one trunk only. */
function* checkSources(trunks: readonly Trunk[]): Generator<TrunkingFinding> {
  const owners = new Map<string, string>()
  for (const [index, { id, sources }] of trunks.entries())
    for (const [at, source] of sources.entries()) {
      const path = ['trunks', index, 'sources', at]
      const owner = owners.get(source)
      if (!isNetwork(source)) yield finding(path, 'not-a-network', source)
      else if (owner !== undefined) yield finding(path, 'source-of-another', source, owner)
      owners.set(source, id)
    }
}

/** In the strict spelling, and one that calls are really matched against. */
const isNetwork = (text: string): boolean =>
  isIP(text.split('/')[0] ?? '') !== 0 && readNetwork(text) !== undefined

function* checkOutbound(
  { plan, routes, countries, spend }: OutboundRules,
  trunks: ReadonlySet<string>,
): Generator<TrunkingFinding> {
  const path = ['outbound']
  if (!/^[1-9]\d{0,3}$/.test(plan.country))
    yield finding([...path, 'plan', 'country'], 'not-digits', plan.country)
  for (const field of ['area', 'international', 'national'] as const)
    if (!digits.test(plan[field] ?? ''))
      yield finding([...path, 'plan', field], 'not-digits', plan[field] ?? '')
  yield* checkPatterns([...path, 'plan', 'short'], plan.short)
  yield* checkRoutes([...path, 'routes'], routes, trunks)
  for (const [index, country] of countries.entries())
    if (!/^[1-9]\d{0,3}$/.test(country))
      yield finding([...path, 'countries', index], 'not-digits', country)
  if (spend) yield* checkSpend([...path, 'spend'], spend)
}

function* checkRoutes(
  path: FaultPath,
  routes: OutboundRules['routes'],
  trunks: ReadonlySet<string>,
): Generator<TrunkingFinding> {
  for (const [index, route] of routes.entries()) {
    const at = [...path, index]
    if (!pattern.test(route.pattern))
      yield finding([...at, 'pattern'], 'not-a-pattern', route.pattern)
    if (route.trunks.length === 0) yield finding([...at, 'trunks'], 'empty')
    for (const [place, trunk] of route.trunks.entries())
      if (!trunks.has(trunk)) yield finding([...at, 'trunks', place], 'unknown-trunk', trunk)
  }
}

function* checkSpend(
  path: FaultPath,
  spend: Required<OutboundRules>['spend'],
): Generator<TrunkingFinding> {
  yield* inWhole([...path, 'perHour'], spend.perHour, 0, 1e9)
  if (!/^[A-Z]{3}$/.test(spend.currency))
    yield finding([...path, 'currency'], 'not-a-currency', spend.currency)
  for (const [index, rate] of spend.rates.entries()) {
    const at = [...path, 'rates', index]
    if (!pattern.test(rate.pattern))
      yield finding([...at, 'pattern'], 'not-a-pattern', rate.pattern)
    yield* inRange([...at, 'perMinute'], rate.perMinute, 0, 1e6)
  }
}

function* checkPatterns(path: FaultPath, patterns: readonly string[]): Generator<TrunkingFinding> {
  for (const [index, one] of patterns.entries())
    if (!pattern.test(one)) yield finding([...path, index], 'not-a-pattern', one)
}

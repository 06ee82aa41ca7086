import type { Policy, Trial } from '../../core/policy.ts'
import type { Tenant } from '../../core/tenant.ts'
import { checkRounds } from './check-overflow-rounds.ts'
import { checkRule } from './check-rule.ts'
import { checkStaff } from './check-staff.ts'
import type { FaultPath } from './fault-path.ts'
import { type ConfigFault, describeFaults, type Finding, finding } from './fault.ts'
import { checkCap, inRange, inSeconds, inWhole } from './ranges.ts'
import { readShape } from './read-shape.ts'
import { checkRoster, readRoster } from './roster.ts'
import { knownIn, type RoutingDirectory } from './routing-directory.ts'
import { policySchema, routingSchema } from './schema.ts'

export { type ConfigFault, isOfStaff } from './fault.ts'

type PolicyReading =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] }

/** The policy, and another one on trial. */
export type Routing = { readonly policy: Policy; readonly trial?: Trial }

type RoutingReading =
  | ({ readonly ok: true } & Routing)
  | { readonly ok: false; readonly faults: readonly ConfigFault[] }

/** Reads a policy from untrusted data: its shape, every fault at once. `checkPolicy` says whether it makes sense. */
export function readPolicy(data: unknown): PolicyReading {
  const reading = readShape<Policy>(policySchema, data)
  return reading.ok ? { ok: true, policy: reading.value } : reading
}

/** Reads `{policy, trial}` from untrusted data, as `readPolicy` does. */
export function readRouting(data: unknown): RoutingReading {
  const reading = readShape<Routing>(routingSchema, data)
  return reading.ok ? { ok: true, ...reading.value } : reading
}

/**
 * What is wrong with a policy that reads well: what is not there, what is out of range, what leads round, what nobody
 * can serve. None when it may go live.
 */
export function checkPolicy(policy: Policy, house: RoutingDirectory): readonly ConfigFault[] {
  return describeFaults(policy, findInPolicy([], policy, house))
}

/** The same of a policy and its trial. */
export function checkRouting(routing: Routing, house: RoutingDirectory): readonly ConfigFault[] {
  return describeFaults(routing, findInRouting(routing, house))
}

/** What is wrong with all that routing works by, wherever it was kept: people, policy, trial. */
export function checkTenant(tenant: Tenant): readonly ConfigFault[] {
  const { people, policy, trial } = tenant
  const [roster, routing] = [readRoster({ people }), readRouting({ policy, trial })]
  const readable = roster.ok ? people : []
  return [
    ...(roster.ok ? checkRoster(tenant) : roster.faults),
    ...(routing.ok ? checkRouting(routing, { ...tenant, people: readable }) : routing.faults),
  ]
}

function* findInRouting({ policy, trial }: Routing, house: RoutingDirectory): Generator<Finding> {
  yield* findInPolicy(['policy'], policy, house)
  if (!trial) return
  yield* inRange(['trial', 'share'], trial.share, 0, 1)
  yield* findInPolicy(['trial', 'policy'], trial.policy, house)
  if (trial.policy.version === policy.version)
    yield finding(['trial', 'policy', 'version'], 'same-version', policy.version)
}

function* findInPolicy(
  path: FaultPath,
  policy: Policy,
  house: RoutingDirectory,
): Generator<Finding> {
  yield* checkVersion([...path, 'version'], policy.version)
  yield* findInQueues(path, policy, house)
  yield* checkRounds(path, policy)
  const { occupancyCap, missesToNotReady, restSeconds } = policy.agents
  const agents = [...path, 'agents']
  if (occupancyCap) yield* checkCap([...agents, 'occupancyCap'], occupancyCap)
  yield* inWhole([...agents, 'missesToNotReady'], missesToNotReady, 1, 99)
  for (const [reason, seconds] of Object.entries(restSeconds))
    yield* inSeconds([...agents, 'restSeconds', reason], seconds, 0)
}

/** It labels metrics, and stands in each event of a decision. */
const longestVersion = 64

function* checkVersion(path: FaultPath, version: string): Generator<Finding> {
  if (version === '') yield finding(path, 'empty')
  if (version.length > longestVersion) yield finding(path, 'too-long', longestVersion)
}

function* findInQueues(
  path: FaultPath,
  { queues }: Policy,
  house: RoutingDirectory,
): Generator<Finding> {
  const known = knownIn(house)
  const ruled = new Set<string>()
  for (const [index, rule] of queues.entries()) {
    const place = [...path, 'queues', index]
    if (!known.queues.has(rule.queue)) yield finding(place, 'unknown-queue', rule.queue)
    if (ruled.has(rule.queue)) yield finding(place, 'second-rule')
    ruled.add(rule.queue)
    yield* checkRule(place, rule, known)
    yield* checkStaff(place, rule, house.people)
  }
  for (const { id } of house.queues)
    if (!ruled.has(id)) yield finding([...path, 'queues'], 'no-rule', id)
}

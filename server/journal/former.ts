import type { Event, EventOf } from '../../core/event.ts'
import { plainPolicy, plainRule, type QueueRule } from '../../core/policy.ts'
import type { Flow, Queue, Tenant } from '../../core/tenant.ts'

// Events are kept as they were written, whatever has become of their shape since. Here they get the shape of today,
// after reading: hashes are of the bytes, which stay as they are.
//
//   before policies: queues held their own rule, and neither contacts nor decisions told by which policy they were made
//   before unknown sources: a tenant had strangers, who were welcome or refused
//   before the language node: the node that sets the caller's language was called speak

/** An event of any age in the shape of today. */
export function asToday(event: Event): Event {
  switch (event.type) {
    case 'tenant.configured':
      return { ...event, tenant: tenantAsToday(event.tenant) }
    case 'contact.opened':
      return { ...plainly, ...event }
    case 'contact.positioned':
      return { ...toldPosition, ...event }
    case 'contact.offered':
      return isWithCandidates(event.reason)
        ? { ...event, reason: withoutCandidates(event.reason) }
        : event
    default:
      return event
  }
}

function tenantAsToday(tenant: Tenant): Tenant {
  const ruled = isWithoutPolicy(tenant) ? withPolicy(tenant) : tenant
  const known = isWithStrangers(ruled) ? withUnknownSources(ruled) : ruled
  return { ...known, flows: known.flows.map(withLanguageNodes) }
}

const withLanguageNodes = (flow: Flow): Flow => ({
  ...flow,
  nodes: Object.fromEntries(
    Object.entries(flow.nodes).map(([name, node]) => [
      name,
      node.kind === 'speak' ? { ...node, kind: 'language' } : node,
    ]),
  ),
})

type FormerStrangers = Tenant & { readonly strangers: 'welcome' | 'refused' }

const isWithStrangers = (tenant: object): tenant is FormerStrangers => 'strangers' in tenant

const withUnknownSources = ({ strangers, ...tenant }: FormerStrangers): Tenant => ({
  ...tenant,
  unknownSources: strangers === 'refused' ? 'reject' : 'accept',
})

/** As one who is given no draw. */
const plainly = { policy: 'plain', draw: 0.5 }
const toldPosition = { tells: { position: true } }

type FormerQueue = Queue & {
  readonly strategy: 'longest-idle'
  readonly ringSeconds: number
  readonly wrapUpSeconds: number
  readonly announceSeconds: number
}
type FormerTenant = Omit<Tenant, 'queues' | 'policy' | 'skills'> & {
  readonly queues: readonly FormerQueue[]
}

/** The boundary: a journal holds whatever an older program wrote. */
const isWithoutPolicy = (tenant: object): tenant is FormerTenant => !('policy' in tenant)

function withPolicy(tenant: FormerTenant): Tenant {
  const queues = tenant.queues.map(
    ({ id, name, serviceLevelSeconds, music, dispositions }): Queue => ({
      ...{ id, name, serviceLevelSeconds, music, dispositions },
    }),
  )
  const policy = { ...plainPolicy([]), queues: tenant.queues.map(ruleOfQueue) }
  return { ...tenant, queues, skills: [], policy }
}

function ruleOfQueue(queue: FormerQueue): QueueRule {
  const { id, strategy, ringSeconds, wrapUpSeconds, announceSeconds } = queue
  const rule = plainRule(id)
  const announce = { ...rule.announce, everySeconds: announceSeconds }
  return { ...rule, strategy, ringSeconds, wrapUpSeconds, announce }
}

type Reason = EventOf<'contact.offered'>['reason']
type FormerReason = Pick<Reason, 'waitedMs' | 'idleMs' | 'waiting'> & {
  readonly rule: 'longest-idle' | 'asked-for'
  readonly candidates: readonly string[]
}

const isWithCandidates = (reason: object): reason is FormerReason => 'candidates' in reason

function withoutCandidates({ candidates, ...reason }: FormerReason): Reason {
  return {
    ...reason,
    policy: plainly.policy,
    found: 'agent',
    points: reason.waitedMs / 1000,
    relaxed: 0,
    able: candidates.length,
    idle: candidates.length,
    passedAgents: [],
    passedContacts: [],
  }
}

import type { Event, EventOf } from '../../core/event.ts'
import { plainPolicy, plainRule, type QueueRule } from '../../core/policy.ts'
import type { Flow, Queue, Tenant } from '../../core/tenant.ts'
import type { CentreTimer } from '../../core/timer.ts'
import { FormerLegs } from './former-legs.ts'

// Events are kept as they were written, whatever has become of their shape since. Here they get the shape of today,
// after reading: hashes are of the bytes, which stay as they are.
//
//   before policies: queues held their own rule, and neither contacts nor decisions told by which policy they were made
//   before unknown sources: a tenant had strangers, who were welcome or refused
//   before legs were assigned: events did not say by which leg somebody talks (former-legs.ts)
//   before outbound calls were called so: contact.dialledOut, contact.placed, contact.notPlaced, contact.parted …
//   before timers were data: a timer was the text `ring:c42`
//   before the language node: the node that sets the caller's language was called speak
//   before answerer detection: what it found was told as leg.recognized

/** Gives events of any age the shape of today; it is shown them in their order. */
export class Upcaster {
  readonly #legs = new FormerLegs()

  take(event: Event): Event {
    return this.#legs.take(asToday(event))
  }
}

/** What an event says by itself, in the shape of today. */
export function asToday(told: Event): Event {
  const event = underTodaysName(told)
  switch (event.type) {
    case 'tenant.configured':
      return { ...event, tenant: tenantAsToday(event.tenant) }
    case 'timer.fired':
      return isNamedTimer(event.timer) ? { ...event, timer: timerNamed(event.timer) } : event
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

const renamed: Readonly<Record<string, Event['type']>> = {
  'contact.dialledOut': 'outbound.requested',
  'contact.placed': 'outbound.routed',
  'contact.notPlaced': 'outbound.refused',
  'contact.parted': 'contact.agentLost',
  'contact.rejoined': 'contact.agentRejoined',
  'leg.recognized': 'leg.answererDetected',
}

function underTodaysName(event: Event): Event {
  const type = renamed[event.type]
  // The boundary: nothing but the name has changed.
  return type === undefined ? event : ({ ...event, type } as Event)
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

const timerKinds: Readonly<Record<string, CentreTimer['kind']>> = {
  ring: 'ring',
  part: 'agentLost',
  message: 'message',
  window: 'window',
  flow: 'flow',
  wait: 'wait',
  absent: 'absence',
  wrapUp: 'wrapUp',
  spare: 'cooldown',
  switch: 'opening',
}

const isNamedTimer = (timer: unknown): timer is string => typeof timer === 'string'

function timerNamed(name: string): CentreTimer {
  const colon = name.indexOf(':')
  const kind = timerKinds[name.slice(0, colon)] ?? 'wait'
  // The boundary: the kind says what the id is of.
  return { kind, of: name.slice(colon + 1) } as CentreTimer
}

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
      id,
      name,
      serviceLevelSeconds,
      music,
      dispositions,
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

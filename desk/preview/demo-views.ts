import { named } from '../../core/names.ts'
import type { Level } from '../../core/policy.ts'
import type { AgentView, ContactView, QueueView } from '../../cti/protocol.ts'
import type { CentreView } from '../state/centre-view.ts'
import { demoTenant } from './demo-tenant.ts'

/** Views as a centre in the middle of a working day gives them; instants lie before `now`. */
const second = 1000
const minute = 60 * second

const person = (
  id: string,
  name: string,
  queues: readonly string[],
  rest: Partial<AgentView> & Pick<AgentView, 'state' | 'since'>,
): AgentView => ({
  id: named(id),
  name,
  role: 'agent',
  queues: queues.map((queue) => named(queue)),
  device: 'softphone',
  linked: rest.state !== 'loggedOff',
  registered: rest.state !== 'loggedOff',
  skills: {},
  tiers: {},
  handledToday: 17,
  readyMsToday: 31 * minute,
  talkMsToday: 17 * 3.4 * minute,
  wrapUpMsToday: 17 * 38 * second,
  countedUntil: rest.since,
  ...rest,
})

/** The preview names skills and queues as a centre's data would. */
const levels = (skills: Readonly<Record<string, Level>>) => skills as AgentView['skills']
const tiersOf = (tiers: Readonly<Record<string, number>>) => tiers as AgentView['tiers']

const overCap = (now: number) =>
  person('1002', '李伟', ['sales', 'billing'], {
    state: 'ready',
    since: now - 47 * second,
    spared: { why: 'over-cap', until: now + 73 * second },
    skills: levels({ mandarin: 5, english: 2 }),
    tiers: tiersOf({ billing: 2 }),
    readyMsToday: 8 * minute,
  })

export const demoAgents = (now: number): readonly AgentView[] => [
  person('1001', 'Anna', ['sales', 'support'], {
    state: 'ready',
    since: now - 134 * second,
    handledToday: 23,
    talkMsToday: 23 * 221 * second,
  }),
  overCap(now),
  person('1003', 'Bert', ['support'], {
    state: 'talking',
    since: now - 312 * second,
    contact: named('c31'),
  }),
  person('1004', '王芳', ['sales', 'support', 'billing'], {
    state: 'talking',
    since: now - 96 * second,
    contact: named('c38'),
  }),
  person('1005', 'Clara', ['billing'], {
    state: 'wrapUp',
    since: now - 21 * second,
    wrapUpEndsAt: now + 9 * second,
    contact: named('c36'),
  }),
  person('1006', '张敏', ['support'], {
    state: 'notReady',
    since: now - 11 * minute,
    reason: 'lunch',
  }),
  person('1007', 'David', ['sales'], {
    state: 'notReady',
    since: now - 73 * second,
    reason: 'no-answer',
  }),
  person('1008', '刘洋', ['support', 'billing'], {
    state: 'reserved',
    since: now - 6 * second,
    contact: named('c40'),
  }),
  person('1009', 'Elena', ['sales'], {
    state: 'talking',
    since: now - 44 * second,
    contact: named('c39'),
  }),
  person('1010', '陈静', ['billing'], { state: 'loggedOff', since: now - 55 * minute }),
]

const step = (at: number, zh: string, en: string, digits?: string) => ({
  at,
  label: { zh, en },
  ...(digits !== undefined && { digits }),
})

/** A contact of so long ago, through the menu of the demo hotline. */
export function demoContact(
  id: string,
  from: string,
  queue: string,
  arrivedAt: number,
  rest: Partial<ContactView> & Pick<ContactView, 'phase'>,
): ContactView {
  const label = demoTenant.queues.find((one) => one.id === queue)?.name ?? { zh: queue, en: queue }
  const key = { sales: '1', support: '2', billing: '3' }[queue] ?? '1'
  return {
    id: named(id),
    since: arrivedAt + 12 * second,
    arrivedAt,
    from,
    to: '95000',
    via: from.startsWith('web-') ? 'web' : 'sip',
    language: 'zh',
    path: [
      step(arrivedAt + 2 * second, '选择语言', 'Choose a language', '1'),
      step(arrivedAt + 4 * second, '中文', 'Chinese'),
      step(arrivedAt + 7 * second, '主菜单', 'Main menu', key),
      step(arrivedAt + 11 * second, label.zh, label.en),
    ],
    queue: named(queue),
    queuedAt: arrivedAt + 12 * second,
    held: false,
    muted: false,
    recording: false,
    ...rest,
  }
}

const waiting = (id: string, from: string, queue: string, arrivedAt: number, position: number) =>
  demoContact(id, from, queue, arrivedAt, { phase: 'waiting', position })

const talking = (id: string, from: string, queue: string, agent: string, connectedAt: number) =>
  demoContact(id, from, queue, connectedAt - 49 * second, {
    phase: 'talking',
    agent: named(agent),
    since: connectedAt,
    connectedAt,
    waitedMs: 37 * second,
    recording: true,
  })

const booked = (
  id: string,
  number: string,
  queue: string,
  arrivedAt: number,
  attempts: number,
  retryAt?: number,
) =>
  demoContact(id, number, queue, arrivedAt, {
    phase: 'callback',
    callback: {
      bookedAt: arrivedAt + minute,
      number,
      until: arrivedAt + 120 * minute,
      attempts,
      ...(retryAt !== undefined && { retryAt }),
    },
  })

const demoContacts = (now: number): readonly ContactView[] => [
  talking('c31', '02161234567', 'support', '1003', now - 312 * second),
  {
    ...talking('c38', '13912345678', 'billing', '1004', now - 96 * second),
    held: true,
    heldSince: now - 20 * second,
  },
  {
    ...talking('c39', '+14155552671', 'sales', '1009', now - 44 * second),
    sound: { caller: { grade: 'poor', mos: 3.3 }, agent: { grade: 'good', mos: 4.4 } },
  },
  demoContact('c40', '13700001234', 'support', now - 60 * second, {
    phase: 'offered',
    agent: named('1008'),
    since: now - 6 * second,
    offeredAt: now - 6 * second,
    ringEndsAt: now + 14 * second,
  }),
  waiting('c41', '13600136000', 'sales', now - 61 * second, 1),
  waiting('c43', '01088886666', 'sales', now - 30 * second, 2),
  waiting('c44', 'web-7f3a', 'support', now - 26 * second, 1),
  booked('c22', '13512340000', 'sales', now - 34 * minute, 1, now + 6 * minute),
  booked('c28', '02087654321', 'sales', now - 11 * minute, 0),
]

const queue = (
  id: string,
  waitingNow: number,
  longestSince: number | undefined,
  today: QueueView['today'],
  rest: Partial<QueueView> = {},
): QueueView => {
  const known = demoTenant.queues.find((one) => one.id === id)
  if (known === undefined) throw new Error(`no demo queue ${id}`)
  return {
    id: known.id,
    name: known.name,
    waiting: waitingNow,
    ...(longestSince !== undefined && { longestSince }),
    serviceLevelSeconds: known.serviceLevelSeconds,
    switchedTo: 'by-hours',
    callbacks: 0,
    overflowedToday: {},
    today,
    ...rest,
  }
}

const day = (
  answered: number,
  within: number,
  abandoned: number,
  early: number,
  short: number,
) => ({
  offered: answered + abandoned,
  answered,
  answeredWithin: within,
  abandoned,
  abandonedWithin: early,
  abandonedShort: short,
  waitMsAnswered: answered * 14_300,
})

const demoQueues = (now: number): readonly QueueView[] => [
  queue('sales', 2, now - 49 * second, day(148, 127, 9, 4, 2), {
    switchedTo: 'open',
    expected: { p50Ms: 74_000, p90Ms: 165_000, at: now - 30 * second },
    overflowedToday: { size: 3, wait: 4 },
    callbacks: 2,
  }),
  queue('support', 1, now - 14 * second, day(96, 88, 3, 1, 1), {
    expected: { p50Ms: 22_000, p90Ms: 61_000, at: now - 14 * second },
  }),
  queue('billing', 0, undefined, day(61, 58, 2, 1, 0), { switchedTo: 'closed' }),
]

export const demoCentre = (now: number): CentreView => ({
  link: {
    state: 'linked',
    since: now - 3 * 60 * minute,
    latencyMs: 12,
    eventP99Ms: 38,
    lastEventAt: now - 900,
  },
  me: { id: '1001', name: 'Anna' },
  tenant: demoTenant,
  agents: demoAgents(now),
  queues: demoQueues(now),
  contacts: demoContacts(now),
  trunks: [],
  faults: [{ reason: 'disk-full', since: now - 95 * second, at: now - 20 * second, count: 3 }],
})

import { named } from '../../core/names.ts'
import type { AgentView, ContactView, QueueView } from '../../cti/protocol.ts'

/** Views to test the pages' state with: quiet ones, of which a test names what matters to it. */
export const agent = (rest: Partial<AgentView> = {}): AgentView => ({
  id: named('1001'),
  name: 'Anna',
  role: 'agent',
  queues: [named('sales')],
  device: 'softphone',
  state: 'ready',
  since: 0,
  linked: true,
  registered: true,
  skills: {},
  tiers: {},
  handledToday: 0,
  readyMsToday: 0,
  talkMsToday: 0,
  wrapUpMsToday: 0,
  countedUntil: 0,
  ...rest,
})

export const contact = (rest: Partial<ContactView> = {}): ContactView => ({
  id: named('c1'),
  phase: 'talking',
  since: 0,
  arrivedAt: 0,
  from: '13800138000',
  to: '95000',
  via: 'sip',
  language: 'zh',
  path: [],
  held: false,
  muted: false,
  recording: false,
  ...rest,
})

export const queue = (rest: Partial<QueueView> = {}): QueueView => ({
  id: named('sales'),
  name: { zh: '销售', en: 'Sales' },
  waiting: 0,
  serviceLevelSeconds: 20,
  switchedTo: 'by-hours',
  callbacks: 0,
  overflowedToday: {},
  today: {
    offered: 0,
    answered: 0,
    answeredWithin: 0,
    abandoned: 0,
    abandonedWithin: 0,
    waitMsAnswered: 0,
  },
  ...rest,
})

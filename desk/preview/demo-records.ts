import type { ContactRecord } from '../../cti/api.ts'

const minute = 60_000
const day = 24 * 60 * minute

const recording = (id: string, arrivedAt: number, talkMs: number) => ({
  id,
  endedAt: arrivedAt + talkMs,
  seconds: Math.round(talkMs / 1000),
  bytes: talkMs * 32,
  ...({ format: 'wav', encrypted: true } as const),
  sha256: '9f2c6b1d'.repeat(8),
  speech: { left: 0.38, right: 0.41, both: 0.06, neither: 0.15 },
})

const legs: ContactRecord['legs'] = [
  {
    who: 'caller',
    grade: 'poor',
    codec: 'PCMA',
    received: 12_410,
    lost: 312,
    late: 40,
    jitterMs: 38,
    roundTripMs: 164,
    rFactor: 66,
    mos: 3.4,
  },
  {
    who: 'agent',
    agent: '1004',
    grade: 'good',
    codec: 'opus',
    received: 12_500,
    lost: 3,
    late: 0,
    jitterMs: 4,
    rFactor: 92,
    mos: 4.4,
  },
]

const record = (
  id: string,
  from: string,
  arrivedAt: number,
  talkMs: number,
  rest: Partial<ContactRecord>,
): ContactRecord => ({
  id,
  arrivedAt,
  endedAt: arrivedAt + talkMs + 80_000,
  from,
  to: '95000',
  via: 'sip',
  language: 'zh',
  keys: '12',
  queue: 'support',
  agent: '1004',
  agentName: '王芳',
  outcome: 'handled',
  reason: 'hung-up',
  waitMs: 31_000,
  talkMs,
  holdMs: 0,
  wrapUpMs: 22_000,
  phases: [],
  legs: [],
  faults: [],
  recordings: talkMs > 0 ? [recording(id, arrivedAt, talkMs)] : [],
  ...rest,
})

const caller = { name: '李娜' }

/** Earlier contacts of the caller in the preview. */
export const demoRecords = (now: number): readonly ContactRecord[] => [
  record('c19', '13800138000', now - 95 * minute, 250_000, {
    ...caller,
    disposition: 'callback',
    note: '账单 9 月重复扣款，已登记，今天回电确认。',
    legs,
    faults: [{ at: now - 94 * minute, reason: 'foreign-rtp' }],
    hold: { by: '2001', at: now - 20 * minute, note: '投诉' },
  }),
  record('c7', '13800138000', now - 9 * day, 132_000, {
    ...caller,
    recordings: [
      {
        ...recording('c7', now - 9 * day, 132_000),
        deletedAt: now - 2 * day,
        deletedWhy: 'expired',
      },
    ],
    agent: '1001',
    agentName: 'Anna',
    queue: 'sales',
    disposition: 'resolved',
  }),
  record('c3', '13800138000', now - 40 * day, 0, {
    outcome: 'abandoned-in-queue',
    queue: 'billing',
    agent: '',
    agentName: '',
  }),
]

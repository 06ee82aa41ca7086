import { type AgentId, named } from '../../core/names.ts'
import type { AgentView, ContactView } from '../../cti/protocol.ts'
import { type Desk, DeskProvider } from '../agent/desk-context.ts'
import { Desktop } from '../agent/desktop.tsx'
import { type CallView, callViewOf } from '../state/call-view.ts'
import { demoTenant } from './demo-tenant.ts'
import { demoCentre, demoContact } from './demo-views.ts'
import { previewRecords } from './preview-records.ts'

export type DeskScenario =
  | 'ready'
  | 'spared'
  | 'elsewhere'
  | 'missed'
  | 'ringing'
  | 'talking'
  | 'held'
  | 'paused'
  | 'parted'
  | 'consulting'
  | 'consultEnded'
  | 'consulted'
  | 'wrapUp'
  | 'lost'

/** Scenes without a call. */
const calm: readonly DeskScenario[] = ['ready', 'spared', 'elsewhere', 'missed']

const second = 1000
const nothing = () => undefined

const caller = (now: number, rest: Partial<ContactView> & Pick<ContactView, 'phase'>) =>
  demoContact('c42', '13800138000', 'support', now - 190 * second, {
    name: '李娜',
    agent: named('1001'),
    ...rest,
  })

const talkIn = (callView: DeskScenario, now: number) =>
  ({
    connectedAt: now - 102 * second,
    since: now - 102 * second,
    waitedMs: 37 * second,
    recording: callView !== 'wrapUp',
    sound: {
      caller: { grade: 'fair', mos: 3.7 },
      agent: callView === 'paused' ? { grade: 'bad', mos: 1.9 } : { grade: 'good', mos: 4.4 },
    },
  }) satisfies Partial<ContactView>

function contactIn(callView: DeskScenario, now: number): ContactView | undefined {
  if (calm.includes(callView)) return undefined
  if (callView === 'ringing')
    return caller(now, {
      phase: 'offered',
      recording: true,
      since: now - 6 * second,
      arrivedAt: now - 49 * second,
      queuedAt: now - 37 * second,
      offeredAt: now - 6 * second,
      ringEndsAt: now + 14 * second,
    })
  const talk = talkIn(callView, now)
  if (callView === 'paused')
    return caller(now, { phase: 'talking', ...talk, recordingPausedAt: now - 67 * second })
  const consult = {
    by: named<AgentId>('1001'),
    agent: named<AgentId>('1004'),
    since: now - 25 * second,
  }
  const held = { held: true, heldSince: now - 25 * second }
  if (callView === 'consulting')
    return caller(now, {
      phase: 'consulting',
      ...talk,
      ...held,
      consult: { ...consult, connectedAt: now - 18 * second },
    })
  if (callView === 'consulted')
    return caller(now, {
      phase: 'consulting',
      ...talk,
      ...held,
      consult: { by: named('1004'), agent: named('1001'), since: now - 9 * second },
    })
  if (callView === 'consultEnded')
    return caller(now, { phase: 'talking', ...talk, ...held, consultEnded: 'no-answer' })
  if (callView === 'held')
    return caller(now, { phase: 'talking', ...talk, held: true, heldSince: now - 20 * second })
  if (callView === 'parted')
    return caller(now, { phase: 'parted', ...talk, since: now - 4 * second })
  return caller(now, { phase: callView === 'wrapUp' ? 'wrapUp' : 'talking', ...talk })
}

const states: Record<DeskScenario, Partial<AgentView> & Pick<AgentView, 'state'>> = {
  ready: { state: 'ready' },
  spared: { state: 'ready' },
  elsewhere: { state: 'ready' },
  missed: { state: 'notReady', reason: 'no-answer' },
  ringing: { state: 'reserved' },
  talking: { state: 'talking' },
  held: { state: 'talking', afterwards: 'lunch' },
  paused: { state: 'talking' },
  parted: { state: 'talking' },
  consulting: { state: 'talking' },
  consultEnded: { state: 'talking' },
  consulted: { state: 'talking' },
  wrapUp: { state: 'wrapUp' },
  lost: { state: 'talking' },
}

/** The agent desktop in one fixed scenario. */
export function previewDesk(callView: DeskScenario, now: number): Desk {
  const centre = demoCentre(now)
  const contact = contactIn(callView, now)
  const [anna, ...others] = centre.agents
  if (anna === undefined) throw new Error('the preview is empty')
  const me: AgentView = {
    ...anna,
    ...states[callView],
    since: contact?.since ?? anna.since,
    ...(callView === 'spared' && {
      spared: { why: 'over-cap' as const, until: now + 72 * second },
    }),
    ...(callView === 'wrapUp' && { since: now - 8 * second, wrapUpEndsAt: now + 22 * second }),
    ...(contact && { contact: contact.id }),
  }
  return {
    view: {
      ...centre,
      agents: [me, ...others],
      contacts: contact === undefined ? centre.contacts : [...centre.contacts, contact],
      ...(callView === 'lost' && { link: { state: 'lost', since: now - 3 * second } }),
    },
    tenant: demoTenant,
    me,
    callView: callViewOf(me, contact) satisfies CallView,
    ...(callView === 'elsewhere' && { taken: { from: '13800138000', by: '王芳' } }),
    phone: { kind: 'softphone', registered: true, muted: false, level: () => Math.random() * 0.4 },
    actions: {
      goReady: nothing,
      goNotReady: nothing,
      answer: nothing,
      holdOrResume: nothing,
      muteOrUnmute: nothing,
      pauseOrResumeRecording: nothing,
      sendDigit: nothing,
      transfer: nothing,
      consult: nothing,
      completeTransfer: nothing,
      reconnect: nothing,
      end: nothing,
      finish: nothing,
      logOff: nothing,
    },
    records: previewRecords(now),
  }
}

export function PreviewDesk({ desk }: { readonly desk: Desk }) {
  return (
    <DeskProvider value={desk}>
      <Desktop />
    </DeskProvider>
  )
}

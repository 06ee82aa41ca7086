import type { Event, EventOf } from '../../core/event.ts'
import type { Language } from '../../core/language.ts'
import {
  type AgentId,
  type ContactId,
  contactOfOutboundLeg,
  contactOfRecording,
  type QueueId,
  type TrunkId,
} from '../../core/names.ts'
import type { Diversion } from '../../core/trunk.ts'
import { noSound, projectSound, type SoundHistory } from './sound-history.ts'

/**
 * The life of one contact as its events tell it, event by event; plain JSON.
 *
 *   opened --> flow --> waiting <--> ringing --> talking <--> held
 *                          ^                       ^ |
 *                          |  (transfer)           v |
 *                          +-------------------- parted      each --> ended
 *   waiting --> diverted | message | callback                callback --> waiting | ringing
 *
 * Beside that line, each agent who talked has a wrapUp of his own: it may outlast the contact's end, or run while
 * the contact waits for somebody else.
 */
export type Segment = {
  readonly phase:
    | ('flow' | 'waiting' | 'ringing' | 'talking' | 'held' | 'parted' | 'wrapUp')
    | ('diverted' | 'message' | 'callback')
  readonly from: number
  /** Absent while it lasts. */
  readonly to?: number
  readonly queue?: QueueId
  readonly agent?: AgentId
}

export type ContactHistory = {
  readonly id: ContactId
  readonly arrivedAt: number
  readonly endedAt?: number
  readonly from: string
  readonly name?: string
  readonly to: string
  readonly via: 'sip' | 'web'
  readonly trunk?: TrunkId
  /** The caller does not want to be shown; `from` is kept. */
  readonly anonymous?: true
  readonly diversions?: readonly Diversion[]
  readonly language: Language
  /** What was pressed in each node, apart by a space. */
  readonly keys: string
  readonly queue?: QueueId
  /** Who talked with the customer, each once, the last one last. */
  readonly agents: readonly AgentId[]
  /** Whose phones ring, in the segment that says so; one of several is not named there. */
  readonly ringing?: readonly AgentId[]
  readonly outcome?: string
  readonly reason?: string
  readonly disposition?: string
  readonly note?: string
  readonly segments: readonly Segment[]
  /** Absent in histories that older programs projected. */
  readonly sound?: SoundHistory
}

/** The contact that an event tells of; a caller's own leg does not say whose it is. */
export function contactOf(event: Event): ContactId | undefined {
  if ('contact' in event) return event.contact
  if ('recording' in event) return contactOfRecording(event.recording)
  return 'leg' in event ? contactOfOutboundLeg(event.leg) : undefined
}

type EventHandlers = {
  [Type in Event['type']]?: (history: ContactHistory, event: EventOf<Type>) => ContactHistory
}

/** A caller in a loop of menus must not make the history endless. */
const mostSegments = 500
const mostKeys = 500

const handlers: EventHandlers = {
  'contact.answered': (history, { at }) => startSegment(history, { phase: 'flow', from: at }),

  'contact.pressed': (history, { digits }) => ({
    ...history,
    keys: `${history.keys} ${digits}`.trim().slice(0, mostKeys),
  }),

  'contact.switchedLanguage': (history, { language }) => ({ ...history, language }),

  'contact.queued': (history, { at, queue }) =>
    startSegment({ ...history, queue }, { phase: 'waiting', from: at, queue }),

  'contact.offered': (history, { at, queue, agent }) => {
    const ringing = [...ringingIn(history), agent]
    const alone = ringing.length === 1 ? { agent } : {}
    return { ...startSegment(history, { phase: 'ringing', from: at, queue, ...alone }), ringing }
  },

  'agent.missed': (history, { at, agent }) => {
    const ringing = ringingIn(history).filter((other) => other !== agent)
    const now = currentSegment(history)
    if (now?.phase !== 'ringing' || ringing.length > 0) return { ...history, ringing }
    return { ...startSegment(history, { phase: 'waiting', from: at, ...ofQueue(now) }), ringing }
  },

  'contact.connected': (history, { at, queue, agent }) => ({
    ...startSegment(history, { phase: 'talking', from: at, queue, agent }),
    queue,
    agents: [...history.agents.filter((other) => other !== agent), agent],
  }),

  'contact.overflowed': (history, { at, to }) =>
    'voicemail' in to ? startSegment(history, { phase: 'message', from: at }) : history,
  'contact.diverted': (history, { at }) => startSegment(history, { phase: 'diverted', from: at }),
  'callback.booked': (history, { at, queue }) =>
    startSegment(history, { phase: 'callback', from: at, queue }),
  'callback.missed': (history, { at }) =>
    startSegment(history, { phase: 'callback', from: at, ...ofQueue(history) }),

  'contact.held': (history, { at, agent }) => startTalkSegment(history, 'held', at, agent),
  'contact.resumed': (history, { at, agent }) => startTalkSegment(history, 'talking', at, agent),
  'consult.offered': (history, { at, by }) => startTalkSegment(history, 'held', at, by),
  'consult.dialled': (history, { at, by }) => startTalkSegment(history, 'held', at, by),
  'contact.handedOver': (history, { at, queue, agent }) => ({
    ...startSegment(history, { phase: 'talking', from: at, queue, agent }),
    agents: [...history.agents.filter((other) => other !== agent), agent],
  }),
  'contact.agentLost': (history, { at, agent }) => startTalkSegment(history, 'parted', at, agent),
  'contact.agentRejoined': (history, { at, agent }) =>
    startTalkSegment(history, 'talking', at, agent),

  'agent.released': (history, { at, agent, queue, why }) => {
    if (why !== 'talked') return history
    const talked = currentSegment(history)?.agent === agent ? endCurrent(history, at) : history
    return appendSegment(talked, { phase: 'wrapUp', from: at, queue, agent })
  },

  'agent.wrappedUp': (history, { at, agent, disposition, note }) => ({
    ...history,
    segments: history.segments.map((segment) =>
      isOpenWrapUp(segment) && segment.agent === agent ? { ...segment, to: at } : segment,
    ),
    // A wrap-up that ran out must not wipe what an earlier agent wrote.
    ...(disposition && { disposition }),
    ...(note && { note }),
  }),

  'contact.ended': (history, { at, outcome, reason }) => ({
    ...endCurrent(history, at),
    endedAt: at,
    outcome,
    reason,
  }),
}

/** The history after one more event of its contact; undefined until `contact.opened`. */
export function projectContact(
  history: ContactHistory | undefined,
  event: Event,
): ContactHistory | undefined {
  if (event.type === 'contact.opened') return history ?? openHistory(event)
  if (event.type === 'contact.refused') return history ?? refusedHistory(event)
  if (!history) return undefined
  const handle = handlers[event.type] as
    ((history: ContactHistory, event: Event) => ContactHistory) | undefined
  const projected = handle ? handle(history, event) : history
  const sound = projectSound(projected.sound ?? noSound, event)
  return sound === (projected.sound ?? noSound) ? projected : { ...projected, sound }
}

function openHistory(event: EventOf<'contact.opened'>): ContactHistory {
  const { contact, at, from, name, to, via, language, trunk, anonymous, diversions } = event
  return {
    id: contact,
    arrivedAt: at,
    from,
    ...(name !== undefined && { name }),
    to,
    via,
    ...(trunk !== undefined && { trunk }),
    ...(anonymous && { anonymous }),
    ...(diversions && { diversions }),
    language,
    keys: '',
    agents: [],
    segments: [],
    sound: projectSound(noSound, event),
  }
}

/** A call that never became more than an arrival; nobody spoke a language with it yet. */
function refusedHistory(event: EventOf<'contact.refused'>): ContactHistory {
  const { contact: id, at, from, to, via, reason } = event
  return {
    id,
    arrivedAt: at,
    endedAt: at,
    from,
    to,
    via,
    language: 'zh',
    keys: '',
    agents: [],
    segments: [],
    outcome: 'refused',
    reason,
  }
}

const ringingIn = (history: ContactHistory): readonly AgentId[] =>
  currentSegment(history)?.phase === 'ringing' ? (history.ringing ?? []) : []

/** The segment that lasts, apart from wrap-ups. */
function currentSegment(history: ContactHistory): Segment | undefined {
  return history.segments.find((segment) => segment.to === undefined && segment.phase !== 'wrapUp')
}

/** Ends the current segment and begins the next, unless that is of the same kind: then the current one goes on. */
function startSegment(history: ContactHistory, next: Segment): ContactHistory {
  const now = currentSegment(history)
  if (now && isSameKind(now, next)) return history
  return appendSegment(endCurrent(history, next.from), next)
}

/** A new segment within one agent's talk; an event that comes when that talk is over changes nothing. */
function startTalkSegment(
  history: ContactHistory,
  phase: 'talking' | 'held' | 'parted',
  at: number,
  agent: AgentId,
): ContactHistory {
  const now = currentSegment(history)
  if (now?.agent !== agent || now.phase === 'ringing') return history
  return startSegment(history, { phase, from: at, agent, ...ofQueue(now) })
}

function endCurrent(history: ContactHistory, at: number): ContactHistory {
  const now = currentSegment(history)
  if (!now) return history
  const others = history.segments.filter((segment) => segment !== now)
  // What took no time at all was only passed through.
  return { ...history, segments: at > now.from ? [...others, { ...now, to: at }] : others }
}

function appendSegment(history: ContactHistory, segment: Segment): ContactHistory {
  return { ...history, segments: [...history.segments, segment].slice(-mostSegments) }
}

const isOpenWrapUp = (segment: Segment): boolean =>
  segment.phase === 'wrapUp' && segment.to === undefined

const isSameKind = (one: Segment, other: Segment): boolean =>
  one.phase === other.phase && one.queue === other.queue && one.agent === other.agent

const ofQueue = ({ queue }: { readonly queue?: QueueId }): { queue?: QueueId } =>
  queue === undefined ? {} : { queue }

import type { Event, EventOf } from '../../core/event.ts'
import {
  type AgentId,
  type ContactId,
  contactOfRecording,
  type QueueId,
  type TrunkId,
} from '../../core/names.ts'
import { contactOfLeg } from '../../core/parties.ts'
import type { Language } from '../../core/tenant.ts'
import type { Diversion } from '../../core/trunk.ts'
import { silence, type SoundStory, tellSound } from './sound-story.ts'

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
export type Stretch = {
  readonly phase:
    | ('flow' | 'waiting' | 'ringing' | 'talking' | 'held' | 'parted' | 'wrapUp')
    | ('diverted' | 'message' | 'callback')
  readonly from: number
  /** Absent while it lasts. */
  readonly to?: number
  readonly queue?: QueueId
  readonly agent?: AgentId
}

export type ContactStory = {
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
  /** Whose phones ring, in the stretch that says so; one of several is not named there. */
  readonly ringing?: readonly AgentId[]
  readonly outcome?: string
  readonly reason?: string
  readonly disposition?: string
  readonly note?: string
  readonly stretches: readonly Stretch[]
  /** Absent in stories that older programs told. */
  readonly sound?: SoundStory
}

/** The contact that an event tells of; a caller's own leg does not say whose it is. */
export function contactOf(event: Event): ContactId | undefined {
  if ('contact' in event) return event.contact
  if ('recording' in event) return contactOfRecording(event.recording)
  return 'leg' in event ? contactOfLeg(event.leg) : undefined
}

type Tale = {
  [Type in Event['type']]?: (story: ContactStory, event: EventOf<Type>) => ContactStory
}

/** A caller in a loop of menus must not make his story endless. */
const mostStretches = 500
const mostKeys = 500

const tale: Tale = {
  'contact.answered': (story, { at }) => turn(story, { phase: 'flow', from: at }),

  'contact.pressed': (story, { digits }) => ({
    ...story,
    keys: `${story.keys} ${digits}`.trim().slice(0, mostKeys),
  }),

  'contact.switchedLanguage': (story, { language }) => ({ ...story, language }),

  'contact.queued': (story, { at, queue }) =>
    turn({ ...story, queue }, { phase: 'waiting', from: at, queue }),

  'contact.offered': (story, { at, queue, agent }) => {
    const ringing = [...ringingIn(story), agent]
    const alone = ringing.length === 1 ? { agent } : {}
    return { ...turn(story, { phase: 'ringing', from: at, queue, ...alone }), ringing }
  },

  'agent.missed': (story, { at, agent }) => {
    const ringing = ringingIn(story).filter((other) => other !== agent)
    const now = present(story)
    if (now?.phase !== 'ringing' || ringing.length > 0) return { ...story, ringing }
    return { ...turn(story, { phase: 'waiting', from: at, ...ofQueue(now) }), ringing }
  },

  'contact.connected': (story, { at, queue, agent }) => ({
    ...turn(story, { phase: 'talking', from: at, queue, agent }),
    queue,
    agents: [...story.agents.filter((other) => other !== agent), agent],
  }),

  'contact.overflowed': (story, { at, to }) =>
    'voicemail' in to ? turn(story, { phase: 'message', from: at }) : story,
  'contact.diverted': (story, { at }) => turn(story, { phase: 'diverted', from: at }),
  'callback.booked': (story, { at, queue }) => turn(story, { phase: 'callback', from: at, queue }),
  'callback.missed': (story, { at }) =>
    turn(story, { phase: 'callback', from: at, ...ofQueue(story) }),

  'contact.held': (story, { at, agent }) => turnOf(story, 'held', at, agent),
  'contact.resumed': (story, { at, agent }) => turnOf(story, 'talking', at, agent),
  'consult.offered': (story, { at, by }) => turnOf(story, 'held', at, by),
  'consult.dialled': (story, { at, by }) => turnOf(story, 'held', at, by),
  'contact.handedOver': (story, { at, queue, agent }) => ({
    ...turn(story, { phase: 'talking', from: at, queue, agent }),
    agents: [...story.agents.filter((other) => other !== agent), agent],
  }),
  'contact.parted': (story, { at, agent }) => turnOf(story, 'parted', at, agent),
  'contact.rejoined': (story, { at, agent }) => turnOf(story, 'talking', at, agent),

  'agent.released': (story, { at, agent, queue, why }) => {
    if (why !== 'talked') return story
    const talked = present(story)?.agent === agent ? endPresent(story, at) : story
    return add(talked, { phase: 'wrapUp', from: at, queue, agent })
  },

  'agent.wrappedUp': (story, { at, agent, disposition, note }) => ({
    ...story,
    stretches: story.stretches.map((stretch) =>
      isOpenWrapUp(stretch) && stretch.agent === agent ? { ...stretch, to: at } : stretch,
    ),
    // A wrap-up that ran out must not wipe what an earlier agent wrote.
    ...(disposition && { disposition }),
    ...(note && { note }),
  }),

  'contact.ended': (story, { at, outcome, reason }) => ({
    ...endPresent(story, at),
    endedAt: at,
    outcome,
    reason,
  }),
}

/** The story after one more event of its contact; undefined until `contact.opened`. */
export function tellContact(
  story: ContactStory | undefined,
  event: Event,
): ContactStory | undefined {
  if (event.type === 'contact.opened') return story ?? openStory(event)
  if (event.type === 'contact.refused') return story ?? refusedStory(event)
  if (!story) return undefined
  const tell = tale[event.type] as ((story: ContactStory, event: Event) => ContactStory) | undefined
  const told = tell ? tell(story, event) : story
  const sound = tellSound(told.sound ?? silence, event)
  return sound === (told.sound ?? silence) ? told : { ...told, sound }
}

function openStory(event: EventOf<'contact.opened'>): ContactStory {
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
    stretches: [],
    sound: tellSound(silence, event),
  }
}

/** A call that never became more than an arrival; nobody spoke a language with it yet. */
function refusedStory(event: EventOf<'contact.refused'>): ContactStory {
  const { contact: id, at, from, to, via, reason } = event
  const ending = { endedAt: at, outcome: 'refused', reason }
  const empty = { language: 'zh', keys: '', agents: [], stretches: [] } as const
  return { id, arrivedAt: at, from, to, via, ...empty, ...ending }
}

const ringingIn = (story: ContactStory): readonly AgentId[] =>
  present(story)?.phase === 'ringing' ? (story.ringing ?? []) : []

/** The stretch that lasts, apart from wrap-ups. */
function present(story: ContactStory): Stretch | undefined {
  return story.stretches.find((stretch) => stretch.to === undefined && stretch.phase !== 'wrapUp')
}

/** Ends the present stretch and begins the next, unless it is of the same kind: then that goes on. */
function turn(story: ContactStory, next: Stretch): ContactStory {
  const now = present(story)
  if (now && isSameKind(now, next)) return story
  return add(endPresent(story, next.from), next)
}

/** A turn within one agent's talk; an event that comes when that talk is over changes nothing. */
function turnOf(
  story: ContactStory,
  phase: 'talking' | 'held' | 'parted',
  at: number,
  agent: AgentId,
): ContactStory {
  const now = present(story)
  if (now?.agent !== agent || now.phase === 'ringing') return story
  return turn(story, { phase, from: at, agent, ...ofQueue(now) })
}

function endPresent(story: ContactStory, at: number): ContactStory {
  const now = present(story)
  if (!now) return story
  const others = story.stretches.filter((stretch) => stretch !== now)
  // What took no time at all was only passed through.
  return { ...story, stretches: at > now.from ? [...others, { ...now, to: at }] : others }
}

function add(story: ContactStory, stretch: Stretch): ContactStory {
  return { ...story, stretches: [...story.stretches, stretch].slice(-mostStretches) }
}

const isOpenWrapUp = (stretch: Stretch): boolean =>
  stretch.phase === 'wrapUp' && stretch.to === undefined

const isSameKind = (one: Stretch, other: Stretch): boolean =>
  one.phase === other.phase && one.queue === other.queue && one.agent === other.agent

const ofQueue = ({ queue }: { readonly queue?: QueueId }): { queue?: QueueId } =>
  queue === undefined ? {} : { queue }

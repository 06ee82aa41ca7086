import { z } from 'zod'
import type { Ask, EventOf } from '../core/event.ts'
import { qualityGrades } from '../core/leg-quality.ts'
import type { AgentId, ContactId, PromptId, QueueId, SkillId, TrunkId } from '../core/names.ts'
import { type Destination, type Level, type Opening, queueSwitches } from '../core/policy.ts'
import { reasonCodes } from '../core/reason-code.ts'
import type { TrunkState } from '../core/trunk.ts'

/** Version of every frame on `/cti`; a client of another version is refused with `bad-frame`. */
export const protocolVersion = 1

const id = <Name extends string>() => z.string().min(1).max(128) as unknown as z.ZodType<Name, Name>
const agentId = id<AgentId>()
const contactId = id<ContactId>()
const queueId = id<QueueId>()
const skillId = id<SkillId>()
const trunkId = id<TrunkId>()
/** Milliseconds since the epoch. */
const instant = z.number().int().nonnegative()

export const language = z.enum(['zh', 'en'])
const text = z.object({ zh: z.string(), en: z.string() })
export const reasonCode = z.enum(reasonCodes)
export const role = z.enum(['agent', 'supervisor', 'admin'])

// The scale of core/policy.ts.
const level = z.number() as unknown as z.ZodType<Level, Level>
const destination = z.union([
  z.object({ queue: queueId }),
  z.object({ uri: z.string() }),
  z.object({ number: z.string() }),
  z.object({ voicemail: z.literal(true) }),
  z.object({ callback: z.literal(true) }),
  z.object({ goodbye: id<PromptId>() }),
]) satisfies z.ZodType<Destination>

const consultTarget = z.union([
  z.strictObject({ agent: agentId }),
  /** As it is dialled; which number it is, the centre says. */
  z.strictObject({ number: z.string().min(1).max(40) }),
])
const transferTarget = z.union([z.strictObject({ queue: queueId }), consultTarget])

/** What a person at the desk asks for; the same shapes as `Ask` in the event stream. */
const ask = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('ready') }),
  z.strictObject({ ask: z.literal('notReady'), reason: z.string().min(1).max(64) }),
  z.strictObject({ ask: z.literal('hold'), contact: contactId }),
  z.strictObject({ ask: z.literal('resume'), contact: contactId }),
  z.strictObject({ ask: z.literal('mute'), contact: contactId, muted: z.boolean() }),
  z.strictObject({
    ask: z.literal('digits'),
    contact: contactId,
    digits: z.string().regex(/^[0-9*#A-D]{1,32}$/),
  }),
  z.strictObject({ ask: z.literal('pauseRecording'), contact: contactId }),
  z.strictObject({ ask: z.literal('resumeRecording'), contact: contactId }),
  z.strictObject({ ask: z.literal('transfer'), contact: contactId, to: transferTarget }),
  z.strictObject({ ask: z.literal('consult'), contact: contactId, to: consultTarget }),
  z.strictObject({ ask: z.literal('completeTransfer'), contact: contactId }),
  z.strictObject({ ask: z.literal('reconnect'), contact: contactId }),
  z.strictObject({ ask: z.literal('hangUp'), contact: contactId }),
  z.strictObject({
    ask: z.literal('wrapUp'),
    contact: contactId,
    disposition: z.string().max(64),
    note: z.string().max(4000),
  }),
  z.strictObject({ ask: z.literal('logOff') }),
  z.strictObject({ ask: z.literal('switchQueue'), queue: queueId, to: z.enum(queueSwitches) }),
  z.strictObject({ ask: z.literal('cancelCallback'), contact: contactId }),
]) satisfies z.ZodType<Ask>

// ---- Views: what pages see of the state -------------------------------------------------------

const agentView = z.object({
  id: agentId,
  name: z.string(),
  role,
  queues: z.array(queueId),
  device: z.enum(['softphone', 'phone']),
  state: z.enum(['loggedOff', 'notReady', 'ready', 'reserved', 'talking', 'wrapUp']),
  /** When this state began. */
  since: instant,
  /** Why not ready: `break`, `missed`, `connection-lost` … */
  reason: z.string().optional(),
  /** Not ready (with this reason) as soon as the present contact is wrapped up. */
  afterwards: z.string().optional(),
  /** The router leaves this agent alone until then, although he is ready. */
  spared: z.object({ why: z.enum(['over-cap', 'after-miss']), until: instant }).optional(),
  contact: contactId.optional(),
  /** When wrap-up ends by itself. */
  wrapUpEndsAt: instant.optional(),
  /** The desk page is linked, and the phone can be rung. */
  linked: z.boolean(),
  registered: z.boolean(),
  /** Levels by skill. */
  skills: z.record(skillId, level),
  /** By queue; the first where nothing is said. */
  tiers: z.record(queueId, z.number()),
  handledToday: z.number(),
  /** Ready without a talk: idle, or rung. */
  readyMsToday: z.number(),
  talkMsToday: z.number(),
  wrapUpMsToday: z.number(),
  /** The three times above hold what was until then; the rest passed in the present state. */
  countedUntil: instant,
})

/** Why a contact did not wait on; the words of the event `contact.overflowed`. */
const overflows = [
  'size',
  'wait',
  'expected-wait',
  'closed',
  'emergency',
] as const satisfies readonly EventOf<'contact.overflowed'>['why'][]

/** A wait still to come: half and nine tenths of such contacts are offered to an agent by then. `at`: when foretold. */
const expectedWait = z.object({ p50Ms: z.number(), p90Ms: z.number(), at: instant })

const queueView = z.object({
  id: queueId,
  name: text,
  waiting: z.number(),
  /** Arrival in the queue of the one who waits longest. */
  longestSince: instant.optional(),
  serviceLevelSeconds: z.number(),
  /** What a supervisor set; `by-hours` lets the opening hours of the tenant's queue decide. */
  switchedTo: z.enum(queueSwitches),
  /** For one who comes now, as foretold to the last who came. */
  expected: expectedWait.optional(),
  /** Customers who are to be called back. */
  callbacks: z.number(),
  /** Contacts that did not wait on in this queue today, by why. */
  overflowedToday: z.partialRecord(z.enum(overflows), z.number()),
  /** Counts since the day began (server's time zone); every service-level formula can be worked out from them. */
  today: z.object({
    offered: z.number(),
    answered: z.number(),
    answeredWithin: z.number(),
    abandoned: z.number(),
    abandonedWithin: z.number(),
    /** Abandoned so early (under 5 s of waiting) that nobody could have answered; of formula F5. */
    abandonedShort: z.number().optional(),
    waitMsAnswered: z.number(),
  }),
})

const heard = z.object({ grade: z.enum(qualityGrades), mos: z.number() })

const contactView = z.object({
  id: contactId,
  phase: z.enum([
    'arriving',
    'inFlow',
    'waiting',
    'offered',
    'talking',
    'parted',
    /** The agent talks, or is about to, with whom he consults; the customer hears music. */
    'consulting',
    /** Last words sound. */
    'leaving',
    /** A number outside rings, or talks to the caller. */
    'diverting',
    'diverted',
    'leavingMessage',
    /** To be called back; the customer's phone rings; it rings, and the agent is on the line. */
    'callback',
    'dialling',
    'fetching',
    'wrapUp',
    'closed',
  ]),
  /** When this phase began. */
  since: instant,
  arrivedAt: instant,
  /** `anonymous` where the caller does not want to be shown. */
  from: z.string(),
  name: z.string().optional(),
  to: z.string(),
  via: z.enum(['sip', 'web']),
  /** By which the call came. */
  trunk: trunkId.optional(),
  /** How the call was diverted before it came here, the first one first. */
  diversions: z.array(z.object({ number: z.string(), reason: z.string().optional() })).optional(),
  language,
  /** The way through the flow: nodes entered and the keys pressed in them. */
  path: z.array(z.object({ at: instant, label: text, digits: z.string().optional() })),
  queue: queueId.optional(),
  /** When the customer's waiting began; kept through misses. */
  queuedAt: instant.optional(),
  position: z.number().optional(),
  expected: expectedWait.optional(),
  /** What the caller was last told of his waiting. */
  told: z
    .object({ at: instant, position: z.number().optional(), waitSeconds: z.number().optional() })
    .optional(),
  /** The customer hung up and is to be called back; given up at `until`. */
  callback: z
    .object({
      bookedAt: instant,
      number: z.string(),
      until: instant,
      /** How often the customer was dialled, and from when on again. */
      attempts: z.number(),
      retryAt: instant.optional(),
      /** Waited on the line before the booking, ms; and when the customer was on the line again. */
      waitedBeforeMs: z.number().optional(),
      backAt: instant.optional(),
    })
    .optional(),
  consult: z
    .object({
      by: agentId,
      /** A colleague, or a number outside as it was dialled. */
      agent: agentId.optional(),
      number: z.string().optional(),
      since: instant,
      /** When the one who is consulted answered. */
      connectedAt: instant.optional(),
    })
    .optional(),
  /** Why the last consultation ended without a transfer; told until the customer is back in the talk. */
  consultEnded: reasonCode.optional(),
  /** Absent while it rings at several agents; each of them has its id. */
  agent: agentId.optional(),
  offeredAt: instant.optional(),
  ringEndsAt: instant.optional(),
  /** When the (last) agent answered. */
  connectedAt: instant.optional(),
  waitedMs: z.number().optional(),
  held: z.boolean(),
  heldSince: instant.optional(),
  muted: z.boolean(),
  /** The talk is recorded; it is silent in it since then. */
  recording: z.boolean(),
  recordingPausedAt: instant.optional(),
  /** How the parties who are on the line are heard, as last measured. */
  sound: z
    .object({ caller: heard.optional(), agent: heard.optional(), outside: heard.optional() })
    .optional(),
  outcome: z.string().optional(),
})

/** Trouble with sound, one of each kind: since when, when last, and how often since. */
const mediaFaultView = z.object({
  reason: reasonCode,
  since: instant,
  at: instant,
  count: z.number(),
})

const trunkStates = [
  'unwatched',
  'trying',
  'up',
  'down',
  'refused',
] as const satisfies readonly TrunkState[]

export const trunkView = z.object({
  id: trunkId,
  name: text,
  enabled: z.boolean(),
  state: z.enum(trunkStates),
  /** When this state began. */
  since: instant,
  /** The proxy that is used, or that was tried last. */
  proxy: z.string().optional(),
  /** For the engineer: a status line, or why nobody answered. */
  detail: z.string().optional(),
})

/** The same shape as `Opening` of core/policy.ts. */
const opening = z.object({
  hours: z
    .array(z.object({ days: z.array(z.number()).readonly(), from: z.string(), to: z.string() }))
    .readonly()
    .optional(),
  holidays: z.array(z.string()).readonly().optional(),
  closedTo: destination,
  emergencyTo: destination,
}) satisfies z.ZodType<Opening>

/** What the pages need to know of the configuration. */
const tenantView = z.object({
  id: z.string(),
  hotlines: z.array(z.object({ number: z.string(), name: text })),
  queues: z.array(
    z.object({
      id: queueId,
      name: text,
      serviceLevelSeconds: z.number(),
      dispositions: z.array(z.object({ id: z.string(), name: text })),
      /** When it takes contacts, and where they go when it does not. */
      opening: opening.optional(),
    }),
  ),
  skills: z.array(z.object({ id: skillId, name: text })),
  /** Of the centre's local time, in which opening hours are meant. */
  utcOffsetMinutes: z.number(),
  notReadyReasons: z.array(z.object({ id: z.string(), name: text })),
})

// ---- Frames: one JSON text per WebSocket message ----------------------------------------------

/** `desk`: oneself, colleagues, queues, one's own contacts. `board`: everything. `call`: a web caller's own contact. */
const topic = z.enum(['desk', 'board', 'call'])

export const clientFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    version: z.number(),
    /** From `POST /api/v1/sessions` or `POST /api/v1/web-calls`. */
    token: z.string().max(2048),
    topic,
  }),
  z.strictObject({ type: z.literal('ask'), id: z.string().max(64), ask }),
  z.strictObject({ type: z.literal('ping'), id: z.string().max(64) }),
])

const state = {
  agents: z.array(agentView),
  queues: z.array(queueView),
  contacts: z.array(contactView),
}

export const serverFrame = z.discriminatedUnion('type', [
  /** First answer to `hello`: the whole state of the topic. */
  z.object({
    type: z.literal('welcome'),
    version: z.number(),
    me: z.object({ id: z.string(), name: z.string(), role }).optional(),
    tenant: tenantView,
    seq: z.number(),
    /** The server's clock, to which pages relate all instants. */
    now: instant,
    ...state,
    /** Of topic `board` only. */
    faults: z.array(mediaFaultView).optional(),
    trunks: z.array(trunkView).optional(),
  }),
  /** Whole views of what changed; a contact whose phase is `closed` leaves the page's state. */
  z.object({
    type: z.literal('update'),
    seq: z.number(),
    /** When the event happened, and when this frame left: with the page's own arrival time, the measured latency. */
    at: instant,
    now: instant,
    agents: state.agents.optional(),
    queues: state.queues.optional(),
    contacts: state.contacts.optional(),
    faults: z.array(mediaFaultView).optional(),
    /** All of them, where one has changed. */
    trunks: z.array(trunkView).optional(),
  }),
  /** The answer to an `ask` or to a frame that could not be read (then without `id`). */
  z.object({
    type: z.literal('answer'),
    id: z.string().optional(),
    ok: z.boolean(),
    reason: reasonCode.optional(),
    message: z.string().optional(),
  }),
  z.object({ type: z.literal('pong'), id: z.string(), now: instant }),
])

export type AgentView = z.infer<typeof agentView>
export type QueueView = z.infer<typeof queueView>
export type ContactView = z.infer<typeof contactView>
export type MediaFaultView = z.infer<typeof mediaFaultView>
export type TrunkView = z.infer<typeof trunkView>
export type TenantView = z.infer<typeof tenantView>
export type Topic = z.infer<typeof topic>
export type ClientFrame = z.infer<typeof clientFrame>
export type ServerFrame = z.infer<typeof serverFrame>

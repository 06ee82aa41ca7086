import { z } from 'zod'
import { qualityGrades } from '../core/leg-quality.ts'
import { language, role, reasonCode } from './protocol.ts'

/**
 * REST bodies of `/api/v1`, shared by server and pages; the OpenAPI document is made from these.
 * An error body is always `Refusal`. Sessions travel as `Authorization: Bearer <token>`, and as the
 * HttpOnly cookie `callwright` so that `<audio>` can fetch recordings.
 */
export const refusal = z.object({
  reason: z.string(),
  message: z.string(),
  /** Of a policy, a roster or skills that were refused (422): all of them, in both languages. */
  faults: z
    .array(
      z.object({
        code: z.string(),
        /** Keys and indexes that lead to the place in what was sent. */
        path: z.array(z.union([z.string(), z.number()])),
        text: z.object({ zh: z.string(), en: z.string() }),
      }),
    )
    .optional(),
})

/** How a browser's softphone reaches the SIP edge (RFC 7118); the password serves this sitting only. */
const sipAccount = z.object({
  /** `ws://host:5066` or `wss://…`. */
  server: z.string(),
  /** Address of record, `sip:1001@host`. */
  uri: z.string(),
  authorizationUser: z.string(),
  password: z.string(),
  /** Shown to whom is called. */
  displayName: z.string().optional(),
})

/** POST /api/v1/sessions -> 201 session | 401. */
export const loginBody = z.strictObject({
  user: z.string().min(1).max(64),
  password: z.string().min(1).max(256),
})
export const session = z.object({
  token: z.string(),
  expiresAt: z.number(),
  me: z.object({ id: z.string(), name: z.string(), role, device: z.enum(['softphone', 'phone']) }),
  /** Absent for people who answer on a phone of their own, and for those who are not agents. */
  sip: sipAccount.optional(),
})
// GET /api/v1/sessions/current -> 200 session (a fresh sip account, after a page reload) | 401
// DELETE /api/v1/sessions/current -> 204

/** GET /api/v1/bans -> 200 banList | 503: sources that the edge does not hear. DELETE /api/v1/bans/{source} -> 204 | 404. */
export const banList = z.object({
  bans: z.array(
    z.object({
      /** An IPv4 address, or a network of IPv6. */
      source: z.string(),
      cause: z.enum(['scanner', 'flood', 'brute-force', 'enumeration', 'garbage']),
      times: z.number(),
      secondsLeft: z.number(),
      silenced: z.number(),
    }),
  ),
})

/** POST /api/v1/web-calls -> 201 webCall: a customer's one call from the browser, no login. */
export const webCallBody = z.strictObject({
  number: z.string().min(1).max(32),
  name: z.string().max(64).optional(),
})
export const webCall = z.object({
  /** For `/cti` with topic `call`. */
  token: z.string(),
  sip: sipAccount,
  /** The SIP URI to invite. */
  target: z.string(),
})

/** One stretch of a contact's life. */
const phaseRecord = z.object({
  phase: z.enum([
    ...['flow', 'waiting', 'ringing', 'talking', 'held', 'parted', 'wrapUp'],
    /** With a party outside; recording a message; without a line, until the customer is called back. */
    ...['diverted', 'message', 'callback'],
  ] as const),
  from: z.number(),
  to: z.number(),
  queue: z.string().optional(),
  agent: z.string().optional(),
})

const recordingRecord = z.object({
  id: z.string(),
  endedAt: z.number(),
  seconds: z.number(),
  bytes: z.number(),
  format: z.enum(['wav', 'opus']),
  /** Of the sound before it was encrypted, in hexadecimal. */
  sha256: z.string().optional(),
  encrypted: z.boolean(),
  /** Who spoke how much of it, as shares from 0 to 1: customer, agents, both at once, nobody. */
  speech: z
    .object({ left: z.number(), right: z.number(), both: z.number(), neither: z.number() })
    .optional(),
  deletedAt: z.number().optional(),
  deletedWhy: z.string().optional(),
})

/** RTP and RTCP (RFC 3550) over the leg's whole life; `far`: what the party reported of our packets. */
const legRecord = z.object({
  who: z.enum(['caller', 'agent', 'outside']),
  /** Of an agent's leg. */
  agent: z.string().optional(),
  /** `good` `fair` `poor` `bad`: the R-factor's categories of ITU-T G.109. */
  grade: z.enum(qualityGrades),
  codec: z.string(),
  received: z.number(),
  lost: z.number(),
  late: z.number(),
  jitterMs: z.number(),
  roundTripMs: z.number().optional(),
  /** A share, 0 to 1. */
  farLost: z.number().optional(),
  farJitterMs: z.number().optional(),
  /** ITU-T G.107: 0 to 93, and the opinion that follows from it, 1 to 4.5. */
  rFactor: z.number(),
  mos: z.number(),
})

export const contactRecord = z.object({
  id: z.string(),
  arrivedAt: z.number(),
  endedAt: z.number(),
  /** `anonymous` where the caller did not want to be shown. */
  from: z.string(),
  name: z.string().optional(),
  to: z.string(),
  via: z.enum(['sip', 'web']),
  trunk: z.string().optional(),
  diversions: z.array(z.object({ number: z.string(), reason: z.string().optional() })).optional(),
  language,
  keys: z.string(),
  queue: z.string().optional(),
  agent: z.string().optional(),
  agentName: z.string().optional(),
  outcome: z.string(),
  reason: z.string(),
  disposition: z.string().optional(),
  note: z.string().optional(),
  waitMs: z.number(),
  talkMs: z.number(),
  holdMs: z.number(),
  wrapUpMs: z.number(),
  phases: z.array(phaseRecord),
  /**
   * In order. GET /api/v1/contacts/:id/recordings/:recording -> audio/wav or audio/ogg, stereo: caller left, agents
   * right; ranges are served. GET /api/v1/contacts/:id/recording is the first.
   */
  recordings: z.array(recordingRecord),
  /** Legal hold: while it is there, no recording of the contact is deleted. */
  hold: z.object({ by: z.string(), at: z.number(), note: z.string() }).optional(),
  /** How each leg that was measured was heard, in the order of their answers. */
  legs: z.array(legRecord),
  /** What was wrong with the sound, oldest first. */
  faults: z.array(z.object({ at: z.number(), reason: reasonCode })),
})

/** PUT /api/v1/contacts/:id/hold sets a legal hold, DELETE ends it: 204. For supervisors and administrators. */
export const holdBody = z.object({ note: z.string().max(500) })

/**
 * GET /api/v1/contacts?from=<caller>&agent=<id>&before=<arrivedAt>&limit=<1..100> -> contactList, newest first.
 * GET /api/v1/contacts/:id -> contactRecord. GET /api/v1/contacts/:id/events -> eventList, the contact's journal.
 * An agent sees the contacts of his own and those of the caller he talks to; supervisors see all.
 */
export const contactList = z.object({ contacts: z.array(contactRecord) })
export const eventList = z.object({ events: z.array(z.record(z.string(), z.unknown())) })

/**
 * PATCH /api/v1/people/:id (administrator) -> 204 | 422. `null` takes a field away: without `phone` it is the softphone,
 * without `occupancyCap` the policy's holds. `skills` and `tiers` are replaced as a whole.
 */
export const personPatch = z.strictObject({
  name: z.string().min(1).max(64).optional(),
  phone: z
    .string()
    .regex(/^sips?:[^\s|<>]{1,200}$/)
    .nullable()
    .optional(),
  password: z.string().min(8).max(256).optional(),
  queues: z.array(z.string()).optional(),
  /** Levels 1 to 5 by skill. */
  skills: z.record(z.string(), z.number()).optional(),
  /** By queue; 1 serves first. */
  tiers: z.record(z.string(), z.number()).optional(),
  weight: z.number().nullable().optional(),
  /** Share of the policy's window, above 0 up to 1. */
  occupancyCap: z.number().nullable().optional(),
  /** Contacts at once by channel; one of an interruptible channel keeps no others away. */
  capacity: z
    .strictObject({
      most: z.strictObject({ voice: z.number(), chat: z.number() }),
      interruptible: z.array(z.enum(['voice', 'chat'])),
    })
    .nullable()
    .optional(),
  ownCustomers: z.array(z.string().max(32)).optional(),
})
// GET /api/v1/tenant -> the tenant (administrator, supervisor).

/** PUT /api/v1/skills (administrator) -> 204 | 422: all the skills that there are from then on. */
export const skillsBody = z.strictObject({
  skills: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
      name: z.strictObject({ zh: z.string().min(1).max(64), en: z.string().min(1).max(64) }),
    }),
  ),
})

// GET /api/v1/policy (administrator, supervisor) -> {policy, trial?}; core/policy.ts says what is in it.
// PUT /api/v1/policy {policy, trial?} (administrator) -> 204, in force at once | 422 with every fault, and nothing is
// changed. What is changed needs a version of its own; without `trial` none goes on.

export type Session = z.infer<typeof session>
export type SipAccount = z.infer<typeof sipAccount>
export type WebCall = z.infer<typeof webCall>
export type ContactRecord = z.infer<typeof contactRecord>

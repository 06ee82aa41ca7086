import { z } from 'zod'

// The shape of what an administrator says of trunks and of calls to the outside: core/trunk.ts has the meaning. Ranges
// and meaning are left to the check, so that all faults are told together.

const text = z.strictObject({ zh: z.string(), en: z.string() })

const account = z.strictObject({
  user: z.string(),
  domain: z.string().optional(),
  /** Only where it is set or changed: one that was kept is never told again. */
  password: z.string().optional(),
  registers: z.boolean(),
  expiresSeconds: z.number(),
})

const trunk = z.strictObject({
  id: z.string(),
  name: text,
  enabled: z.boolean(),
  proxies: z.array(z.string()),
  sources: z.array(z.string()),
  account: account.optional(),
  keepAliveSeconds: z.number(),
  inbound: z.strictObject({
    numbers: z.array(z.strictObject({ pattern: z.string(), flow: z.string() })),
    trustsIdentity: z.boolean(),
  }),
  outbound: z.strictObject({
    form: z.enum(['e164', 'digits', 'national', 'as-dialled']),
    prefix: z.string().optional(),
    callerId: z.strictObject({ number: z.string(), always: z.boolean() }).optional(),
  }),
  codecs: z.array(z.enum(['pcmu', 'pcma', 'g722', 'opus'])).optional(),
  srtp: z.enum(['off', 'allowed', 'required']).optional(),
  limits: z.strictObject({ calls: z.number(), callsPerSecond: z.number() }),
  transfer: z.enum(['refer', 'bridge']),
})

const outbound = z.strictObject({
  plan: z.strictObject({
    country: z.string(),
    area: z.string().optional(),
    international: z.string(),
    national: z.string(),
    short: z.array(z.string()),
  }),
  routes: z.array(z.strictObject({ pattern: z.string(), trunks: z.array(z.string()) })),
  countries: z.array(z.string()),
  spend: z
    .strictObject({
      perHour: z.number(),
      currency: z.string(),
      rates: z.array(z.strictObject({ pattern: z.string(), perMinute: z.number() })),
    })
    .optional(),
})

const unknownSources = z.enum(['accept', 'reject'])

/** PUT /api/v1/trunks: all of it at once. */
export const trunkingBody = z.strictObject({
  trunks: z.array(trunk),
  outbound: outbound.optional(),
  unknownSources,
})

/** GET /api/v1/trunks: whether an account has a password, in the place of it. */
export const shownTrunkingBody = z.strictObject({
  trunks: z.array(
    trunk.extend({
      account: account.omit({ password: true }).extend({ hasPassword: z.boolean() }).optional(),
    }),
  ),
  outbound: outbound.optional(),
  unknownSources,
})

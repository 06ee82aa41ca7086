import { z } from 'zod'
import { strategyNames } from '../../core/policy.ts'

// The shape of a policy and of a roster. Ranges and meaning are left to the checks, so that all their faults are told
// together.

const skills = z.record(z.string(), z.number())

const destination = z.union([
  z.strictObject({ queue: z.string() }),
  z.strictObject({ uri: z.string() }),
  z.strictObject({ number: z.string() }),
  z.strictObject({ voicemail: z.literal(true) }),
  z.strictObject({ callback: z.literal(true) }),
  z.strictObject({ goodbye: z.string() }),
])

const relaxation = z.strictObject({
  afterSeconds: z.number(),
  enoughLevel: z.number().optional(),
  tier: z.number().optional(),
  queue: z.string().optional(),
})

const limit = z.strictObject({
  when: z.enum(['size', 'wait', 'expected-wait']),
  above: z.number(),
  to: destination,
})

const opening = z.strictObject({
  hours: z
    .array(z.strictObject({ days: z.array(z.number()), from: z.string(), to: z.string() }))
    .optional(),
  holidays: z.array(z.string()).optional(),
  closedTo: destination,
  emergencyTo: destination,
})

const callback = z.strictObject({
  key: z.string(),
  first: z.enum(['customer', 'agent']),
  attempts: z.number(),
  retrySeconds: z.number(),
  ringSeconds: z.number(),
  windowSeconds: z.number(),
  uri: z.string(),
})

const recording = z.strictObject({
  when: z.enum(['talk', 'answer', 'never']),
  mask: z.boolean(),
})

const rule = z.strictObject({
  queue: z.string(),
  strategy: z.enum(strategyNames),
  priority: z.number(),
  ageing: z.number(),
  weight: z.number(),
  skills,
  tier: z.number().optional(),
  relax: z.array(relaxation),
  preferredSeconds: z.number(),
  ringSeconds: z.number(),
  wrapUpSeconds: z.number(),
  announce: z.strictObject({
    everySeconds: z.number(),
    position: z.boolean(),
    wait: z.boolean(),
    roundToSeconds: z.number(),
  }),
  limits: z.array(limit),
  opening: opening.optional(),
  callback: callback.optional(),
  recording: recording.optional(),
})

const occupancyCap = z.strictObject({ share: z.number(), windowSeconds: z.number() })

export const policySchema = z.strictObject({
  version: z.string(),
  queues: z.array(rule),
  agents: z.strictObject({
    occupancyCap: occupancyCap.optional(),
    missesToNotReady: z.number(),
    restSeconds: z.strictObject({
      rejected: z.number(),
      noAnswer: z.number(),
      unreachable: z.number(),
    }),
  }),
})

/** What `PUT /api/v1/policy` takes. */
export const routingSchema = z.strictObject({
  policy: policySchema,
  trial: z.strictObject({ share: z.number(), policy: policySchema }).optional(),
})

/** What routing knows of a person. */
const routedFields = {
  queues: z.array(z.string()),
  tiers: z.record(z.string(), z.number()).optional(),
  skills: skills.optional(),
  weight: z.number().optional(),
  capacity: z
    .strictObject({
      most: z.strictObject({ voice: z.number(), chat: z.number() }),
      interruptible: z.array(z.enum(['voice', 'chat'])),
    })
    .optional(),
  occupancyCap: z.number().optional(),
  ownCustomers: z.array(z.string()).optional(),
}

export const rosterSchema = z.strictObject({
  people: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string().optional(),
      role: z.enum(['agent', 'supervisor', 'admin']).optional(),
      phone: z.string().optional(),
      ...routedFields,
    }),
  ),
})

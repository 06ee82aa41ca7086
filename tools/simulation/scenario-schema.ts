import { z } from 'zod'

// The shape of a scenario file. Ranges and meaning are left to check-scenario.ts, so that all faults are told together.

const skills = z.record(z.string(), z.number())

/** Which fields there must be follows from the kind. */
const duration = <const Kinds extends readonly [string, ...string[]]>(kinds: Kinds) =>
  z.strictObject({
    kind: z.enum(kinds),
    seconds: z.number().optional(),
    meanSeconds: z.number().optional(),
    deviationSeconds: z.number().optional(),
    oneOfSeconds: z.array(z.number()).optional(),
  })
const kinds = ['fixed', 'exponential', 'lognormal', 'observed'] as const

const stream = z.strictObject({
  queue: z.string(),
  perHour: z.array(z.number()).optional(),
  intervalSeconds: z.number().optional(),
  arrivals: z
    .array(
      z.strictObject({
        atSeconds: z.number(),
        from: z.string().optional(),
        talkSeconds: z.number().optional(),
        wrapUpSeconds: z.number().optional(),
        patienceSeconds: z.number().optional(),
        skills: skills.optional(),
        priority: z.number().optional(),
      }),
    )
    .optional(),
  talk: duration(kinds),
  wrapUp: duration(kinds).optional(),
  patience: duration([...kinds, 'endless']),
  skills: skills.optional(),
  priority: z.number().optional(),
})

export const scenarioSchema = z.strictObject({
  day: z.string(),
  time: z.strictObject({ from: z.string(), to: z.string() }),
  warmUpSeconds: z.number().optional(),
  skills: z.array(z.string()).optional(),
  queues: z.array(
    z.strictObject({
      id: z.string(),
      name: z.strictObject({ zh: z.string(), en: z.string() }).optional(),
      serviceLevelSeconds: z.number(),
    }),
  ),
  streams: z.array(stream),
  answering: z
    .strictObject({
      delay: duration(kinds),
      missShare: z.number(),
      awaySeconds: z.number(),
    })
    .optional(),
})

/** A scenario as its file says it. */
export type WrittenScenario = z.infer<typeof scenarioSchema>
export type WrittenStream = z.infer<typeof stream>
export type WrittenDuration = z.infer<ReturnType<typeof duration>>

/** Beside `people`, a roster file may say who works when; without it, all do all the time. */
export const shiftsSchema = z.strictObject({
  shifts: z
    .array(
      z.strictObject({
        people: z.array(z.string()),
        days: z.array(z.number()).optional(),
        from: z.string(),
        to: z.string(),
      }),
    )
    .optional(),
})
export type WrittenShifts = z.infer<typeof shiftsSchema>

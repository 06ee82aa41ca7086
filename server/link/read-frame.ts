import { z } from 'zod'
import type { CentreFrame, VoiceFrame } from './frames.ts'
import { LinkFault } from './json-lines.ts'

const count = z.int().min(0)

/** The envelope only: what an effect or a fact holds is written by the same release of our own code. */
const centreFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    journal: z.string().min(1),
    voice: z.string().optional(),
    lastFact: count,
  }),
  z.object({
    type: z.literal('effect'),
    n: count.min(1),
    effect: z.looseObject({ do: z.string() }),
  }),
  z.object({ type: z.literal('ack'), n: count }),
])

const voiceFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    voice: z.string().min(1),
    lastEffect: count,
    legs: count,
  }),
  z.object({
    type: z.literal('fact'),
    n: count.min(1),
    at: z.number(),
    fact: z.looseObject({ type: z.string() }),
  }),
  z.object({ type: z.literal('ack'), n: count }),
])

// The casts mark the boundary where text becomes a frame.
/** Throws LinkFault. */
export const readCentreFrame = (line: string): CentreFrame => read(centreFrame, line) as CentreFrame
/** Throws LinkFault. */
export const readVoiceFrame = (line: string): VoiceFrame => read(voiceFrame, line) as VoiceFrame

function read(schema: z.ZodType, line: string): unknown {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch (error) {
    throw new LinkFault('a line is not JSON', { cause: error })
  }
  const result = schema.safeParse(json)
  if (!result.success) throw new LinkFault(`a line is no frame: ${z.prettifyError(result.error)}`)
  return result.data
}

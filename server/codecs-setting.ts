import { z } from 'zod'
import type { CodecName } from '../media/engine/codecs/codec.ts'

const names = ['pcmu', 'pcma', 'g722', 'opus'] as const satisfies readonly CodecName[]
const rule = `must list each codec once, separated by commas, out of ${names.join(',')}`

/** Codecs toward SIP parties, in the order in which they are offered. */
export const codecsSetting = z
  .string()
  .default(names.join(','))
  .transform((text) => text.split(',').map((name) => name.trim().toLowerCase()))
  .pipe(z.array(z.enum(names, rule), rule).min(1, rule))
  .refine((listed) => new Set(listed).size === listed.length, rule)

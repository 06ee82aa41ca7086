import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readNetwork } from '../../core/network.ts'
import type { RequestHandler } from '../../edge/app/request-handler.ts'
import {
  createRecordingKey,
  type RecordingKey,
  recordingKeyBytes,
} from '../../media/recording/recordings.ts'

// Kinds of settings that are more than a word or a number: lists, and keys.

/** Codecs in the order in which they are offered: all that are possible, where nothing is said. */
export function codecsSetting<Name extends string>(names: readonly Name[]) {
  const rule = `must list each codec once, separated by commas, out of ${names.join(',')}`
  return z
    .string()
    .default(names.join(','))
    .transform((text) => text.split(',').map((name) => name.trim().toLowerCase()))
    .pipe(z.array(z.enum(names, rule), rule).min(1, rule))
    .refine((listed) => new Set(listed).size === listed.length, rule)
}

const networksRule =
  'must list addresses or networks, separated by commas, such as 10.0.0.5,10.1.0.0/16'

/** None where nothing is said. */
export const networksSetting = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))
  .refine((parts) => parts.every((part) => readNetwork(part)), networksRule)

const handlersRule =
  'must list request handlers, separated by commas, such as INVITE=http://127.0.0.1:8099/which,*=tcp://127.0.0.1:3001'

/** `METHOD=url`, or `METHOD:POST=url`; none where nothing is said. */
export const requestHandlersSetting = z
  .string()
  .default('')
  .transform((text, context): readonly RequestHandler[] => {
    const parts = text.split(',').filter((part) => part.trim() !== '')
    const handlers = parts.flatMap((part) => readHandler(part.trim()) ?? [])
    if (handlers.length < parts.length) context.addIssue({ code: 'custom', message: handlersRule })
    return handlers
  })

function readHandler(text: string): RequestHandler | undefined {
  const [, method, post, url = ''] =
    /^([A-Z]+|\*)(:POST)?=((?:https?|tcp|tls):\/\/\S+)$/.exec(text) ?? []
  if (!method || !URL.canParse(url)) return undefined
  return { method, url, ...(post && { isPost: true }) }
}

const keyRule =
  'must be 32 random bytes in hexadecimal or base64, or the path of a file that holds them (openssl rand -hex 32)'

/** A key, or the path of its file; what was given is never repeated. */
const recordingKey = z.string().transform((text, context): RecordingKey => {
  const bytes = bytesOf(text.trim()) ?? bytesInFile(text.trim())
  if (bytes !== undefined) return createRecordingKey(bytes)
  context.addIssue({ code: 'custom', message: keyRule })
  return z.NEVER
})

export const keySetting = recordingKey.optional()

/** Several, with commas between them. */
export const keysSetting = z
  .string()
  .default('')
  .transform((text) => text.split(',').filter((part) => part.trim() !== ''))
  .pipe(z.array(recordingKey))

function bytesOf(text: string): Uint8Array | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  return /^[A-Za-z0-9+/]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined
}

/** Its text, or 32 bytes as they are. */
function bytesInFile(path: string): Uint8Array | undefined {
  try {
    const bytes = readFileSync(path)
    return bytes.length === recordingKeyBytes ? bytes : bytesOf(bytes.toString('latin1').trim())
  } catch {
    return undefined
  }
}

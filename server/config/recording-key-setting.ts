import { readFileSync } from 'node:fs'
import { z } from 'zod'
import {
  createRecordingKey,
  type RecordingKey,
  recordingKeyBytes,
} from '../../media/recording/recording-key.ts'

const rule =
  'must be 32 random bytes in hexadecimal or base64, or the path of a file that holds them (openssl rand -hex 32)'

/** A key, or the path of its file; what was given is never repeated. */
const recordingKey = z.string().transform((text, context): RecordingKey => {
  const bytes = bytesOf(text.trim()) ?? bytesInFile(text.trim())
  if (bytes !== undefined) return createRecordingKey(bytes)
  context.addIssue({ code: 'custom', message: rule })
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

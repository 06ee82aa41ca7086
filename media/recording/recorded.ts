import { createHash } from 'node:crypto'
import type { VoiceFact } from '../../core/voice-fact.ts'

/** What a finished recording is; `bytes` and `sha256` are those of the plain sound file, as it is downloaded. */
export type RecordedFile = Required<
  Omit<Extract<VoiceFact, { type: 'recording.ended' }>, 'type' | 'speech'>
>

const pieceBytes = 256 * 1024

/** Bytes that are read piece by piece; `end` is not included. */
export type Content = {
  readonly bytes: number
  readonly read: (start: number, end: number) => Promise<Uint8Array>
}

/** SHA-256 in hexadecimal digits. */
export async function hashOf(content: Content): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < content.bytes; at += pieceBytes)
    hash.update(await content.read(at, Math.min(at + pieceBytes, content.bytes)))
  return hash.digest('hex')
}

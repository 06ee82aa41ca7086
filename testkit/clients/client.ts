import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { tone, wavOf } from '../sound/tone.ts'

/** A telephone that somebody else wrote, with a sound file for a microphone and one for a loudspeaker. It answers by itself. */
export type Client = {
  readonly uri: string
  dial(uri: string): Promise<void>
  press(key: string): Promise<void>
  /** Ends its call; then all that it heard, at `rate`. */
  hangUp(): Promise<{ readonly sound: Int16Array; readonly rate: number }>
}

export type ClientOptions = { readonly toneHz: number; readonly codec: string }

/** The reason to skip, or false. */
export const missing = (path: string, debian: string): string | false =>
  existsSync(path) ? false : `${path} is not installed (Debian: ${debian})`

/** A folder that goes with the test, with `tone.wav` in it: a minute at 16 kHz. */
export async function clientFolder(t: Test, toneHz: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callwright-client-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'tone.wav'), wavOf(tone(toneHz, 60_000, 0.3, 16_000), 16_000))
  return folder
}

/** The samples of a WAV file's first channel; of one that may still be open: whatever stands behind its header. */
export function soundOf(wav: Buffer): { readonly sound: Int16Array; readonly rate: number } {
  const [channels, rate] = [wav.readUInt16LE(22), wav.readUInt32LE(24)]
  const begin = wav.indexOf('data') + 8
  const bytes = Uint8Array.prototype.slice.call(wav, begin, begin + ((wav.length - begin) & ~1))
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
  return { sound: samples.filter((_, n) => n % channels === 0), rate }
}

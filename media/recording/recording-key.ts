import { createHmac } from 'node:crypto'

/** A key that recordings are sealed with, AES-256. */
export type RecordingKey = {
  /** 16 hexadecimal digits; stands in the files and tells nothing about the key. */
  readonly id: string
  readonly bytes: Uint8Array
}

export type RecordingKeys = {
  /** New files are sealed with it; without it they lie open. */
  readonly current?: RecordingKey
  /** Files of former times are read with these. */
  readonly old: readonly RecordingKey[]
}

export const recordingKeyBytes = 32

/** Of 32 random bytes. */
export function createRecordingKey(bytes: Uint8Array): RecordingKey {
  const id = createHmac('sha256', bytes).update('callwright recording key').digest('hex')
  return { id: id.slice(0, 16), bytes }
}

export const findKey = (keys: RecordingKeys, id: string): RecordingKey | undefined =>
  [...(keys.current ? [keys.current] : []), ...keys.old].find((key) => key.id === id)

import { type FileHandle, open, realpath } from 'node:fs/promises'
import { isAbsolute, join, sep } from 'node:path'
import { sampleRate } from '../engine/frame.ts'
import { wavHeader, wavHeaderBytes } from '../engine/wav.ts'
import type { RecordingKeys } from './recording-key.ts'
import { RecordingUnreadable } from './recording-place.ts'
import { SealedFile } from './sealed-file.ts'
import { isSealed, type SoundFormat } from './sealed-format.ts'

export const recordedChannels = 2

/** A sound file as the one who listens gets it: in plain bytes, whether it lies sealed or open. */
export type OpenedRecording = {
  readonly format: SoundFormat
  readonly contentType: string
  readonly bytes: number
  readonly encrypted: boolean
  /** Bytes from `start` up to `end`, `end` not included. Rejects with RecordingUnreadable where they were altered. */
  readonly read: (start: number, end: number) => Promise<Uint8Array>
  readonly close: () => Promise<void>
}

const contentTypes: Readonly<Record<SoundFormat, string>> = {
  wav: 'audio/wav',
  opus: 'audio/ogg; codecs=opus',
}

/** `file` is a path below the data folder, as `recording.ended` has it. Rejects with RecordingUnreadable. */
export async function openRecording(
  dataDir: string,
  file: string,
  keys: RecordingKeys,
): Promise<OpenedRecording> {
  const handle = await openInside(dataDir, file)
  try {
    const start = Buffer.alloc(8)
    await handle.read(start, 0, start.length, 0)
    return await (isSealed(start) ? openSealed(handle, keys) : openPlain(handle, file))
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function openSealed(handle: FileHandle, keys: RecordingKeys): Promise<OpenedRecording> {
  const content = await SealedFile.open(handle, keys)
  if (content.ending === 'unfinished')
    throw new RecordingUnreadable('damaged', 'the end of the file is missing')
  const { format } = content
  const opened = {
    format,
    contentType: contentTypes[format],
    encrypted: true,
    close: () => handle.close(),
  }
  if (format === 'opus')
    return { ...opened, bytes: content.bytes, read: (start, end) => content.read(start, end) }
  return {
    ...opened,
    bytes: wavHeaderBytes + content.bytes,
    read: (start, end) => readBehind(recordedHeader(content.bytes), content, start, end),
  }
}

async function openPlain(handle: FileHandle, file: string): Promise<OpenedRecording> {
  const { size } = await handle.stat()
  const format = /\.opus(\.part)?$/.test(file) ? 'opus' : 'wav'
  return {
    format,
    contentType: contentTypes[format],
    encrypted: false,
    bytes: size,
    async read(start, end) {
      const buffer = Buffer.alloc(Math.max(0, Math.min(end, size) - start))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, start)
      return buffer.subarray(0, bytesRead)
    },
    close: () => handle.close(),
  }
}

export const recordedHeader = (dataBytes: number): Uint8Array =>
  wavHeader(dataBytes, recordedChannels, sampleRate)

/** The header is not in the file: it follows from the length. */
async function readBehind(
  header: Uint8Array,
  content: SealedFile,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const [from, until] = [start - header.length, end - header.length]
  return Buffer.concat([
    header.subarray(start, end),
    until > 0 ? await content.read(Math.max(0, from), until) : new Uint8Array(),
  ])
}

/** Symbolic links are followed, but never out of the data folder. */
async function openInside(dataDir: string, file: string): Promise<FileHandle> {
  try {
    if (isAbsolute(file)) throw new RecordingUnreadable('outside', `${file} is no path below it`)
    const path = await realpath(join(dataDir, file))
    if (!path.startsWith((await realpath(dataDir)) + sep))
      throw new RecordingUnreadable('outside', `${file} leads out of the data folder`)
    return await open(path, 'r')
  } catch (error) {
    if (error instanceof RecordingUnreadable) throw error
    throw new RecordingUnreadable('missing', `${file} cannot be opened`, { cause: error })
  }
}

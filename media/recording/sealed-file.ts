import type { FileHandle } from 'node:fs/promises'
import { findKey, type RecordingKeys } from './recording-key.ts'
import { RecordingUnreadable } from './recording-place.ts'
import {
  type Chunk,
  chunkBytes,
  decodeHeader,
  fileKey,
  openChunk,
  sealedChunkBytes,
  sealedHeaderBytes,
  type SoundFormat,
} from './sealed-format.ts'

/** What stands in a sealed file; each chunk is proven as it is read. Throws RecordingUnreadable. */
export class SealedFile {
  readonly format: SoundFormat
  /** Of the content, as far as whole chunks reach. */
  readonly bytes: number
  /** `unfinished`: the writer was killed and nobody has mended the file, or its end was taken away. */
  readonly ending: 'whole' | 'cut' | 'unfinished'
  readonly #handle: FileHandle
  readonly #key: Uint8Array

  private constructor(
    handle: FileHandle,
    key: Uint8Array,
    told: Pick<SealedFile, 'format' | 'bytes' | 'ending'>,
  ) {
    this.#handle = handle
    this.#key = key
    this.format = told.format
    this.bytes = told.bytes
    this.ending = told.ending
  }

  /** Reads the header and proves the last chunk. The handle stays its owner's to close. */
  static async open(handle: FileHandle, keys: RecordingKeys): Promise<SealedFile> {
    const bytes = await readAt(handle, 0, sealedHeaderBytes)
    const header = decodeHeader(bytes)
    if (header === undefined) throw new RecordingUnreadable('damaged', 'no header of a sealed file')
    const key = findKey(keys, header.keyId)
    if (key === undefined)
      throw new RecordingUnreadable('no-key', `no key ${header.keyId} in the settings`)
    const own = fileKey(key, bytes)
    const body = (await handle.stat()).size - sealedHeaderBytes
    const whole = Math.floor(body / sealedChunkBytes)
    const rest = await readAt(handle, offsetOf(whole), body % sealedChunkBytes)
    const last = rest.length > 0 ? openChunk(own, whole, rest) : undefined
    return new SealedFile(handle, own, { format: header.format, ...endOf(whole, last) })
  }

  /** The bytes from `start` up to `end`, `end` not included. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const until = Math.min(end, this.bytes)
    if (start >= until) return new Uint8Array()
    const first = Math.floor(start / chunkBytes)
    const beyond = Math.ceil(until / chunkBytes)
    const sealed = await readAt(this.#handle, offsetOf(first), (beyond - first) * sealedChunkBytes)
    const parts: Uint8Array[] = []
    for (let index = first; index < beyond; index++) {
      const at = (index - first) * sealedChunkBytes
      const chunk = openChunk(this.#key, index, sealed.subarray(at, at + sealedChunkBytes))
      if (chunk === undefined)
        throw new RecordingUnreadable('damaged', `chunk ${index} was altered`)
      parts.push(chunk.content)
    }
    const from = first * chunkBytes
    return Buffer.concat(parts).subarray(start - from, until - from)
  }
}

const offsetOf = (index: number): number => sealedHeaderBytes + index * sealedChunkBytes

function endOf(whole: number, last: Chunk | undefined): Pick<SealedFile, 'bytes' | 'ending'> {
  if (last === undefined || last.place === 'middle')
    return { bytes: whole * chunkBytes, ending: 'unfinished' }
  const ending = last.place === 'cut' ? 'cut' : 'whole'
  return { bytes: whole * chunkBytes + last.content.length, ending }
}

/** Less at the end of the file. */
async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

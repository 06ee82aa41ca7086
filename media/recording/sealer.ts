import type { RecordingKey } from './recording-key.ts'
import {
  type ChunkPlace,
  chunkBytes,
  encodeHeader,
  fileKey,
  sealChunk,
  type SoundFormat,
} from './sealed-format.ts'

/** Seals the content of one file, from its beginning to its end. */
export class Sealer {
  readonly header: Uint8Array
  readonly #key: Uint8Array
  #index = 0
  #waiting = Buffer.alloc(0)

  /** `fileId`: 32 random bytes, never used again. */
  constructor(key: RecordingKey, format: SoundFormat, fileId: Uint8Array) {
    const header = encodeHeader({ format, keyId: key.id }, fileId)
    this.header = header
    this.#key = fileKey(key, header)
  }

  /** The chunks that this completes; the rest waits. */
  take(content: Uint8Array): Uint8Array {
    const all = Buffer.concat([this.#waiting, content])
    const whole = all.length - (all.length % chunkBytes)
    const chunks: Buffer[] = []
    for (let at = 0; at < whole; at += chunkBytes)
      chunks.push(this.#seal('middle', all.subarray(at, at + chunkBytes)))
    this.#waiting = all.subarray(whole)
    return Buffer.concat(chunks)
  }

  /** The last chunk; nothing may follow. */
  end(place: Exclude<ChunkPlace, 'middle'>): Uint8Array {
    return this.#seal(place, this.#waiting)
  }

  #seal(place: ChunkPlace, content: Uint8Array): Buffer {
    return sealChunk(this.#key, this.#index++, place, content)
  }
}

import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { RecordingKey } from './recording-key.ts'

/*
 * A sealed sound file: AES-256-GCM in chunks, so that any part can be read by itself and any change is found
 * (the STREAM construction: Hoang, Reyhanitabar, Rogaway, Vizár 2015).
 *
 *   0 "CWSEALED"   8 version 1   9 format   10 zero   12 key id, 8 bytes   20 file id, 32 random bytes   52 chunks
 *
 *   chunk:  0 place   1 ciphertext: 4096 bytes, in the last chunk 0 to 4095   then the tag, 16 bytes
 *
 * The file's own key is HKDF-SHA256 of the key, the file id and the header. A chunk's nonce is made of its place and
 * index, so that none can be moved, and a file that is cut lacks its last one. Nonces are never used twice: a file is
 * written once from its beginning to its end, and one that a crash cut off is sealed anew under another file id.
 */

export const chunkBytes = 4096
const tagBytes = 16
/** What a chunk takes beside its content. */
const chunkFrame = 1 + tagBytes
export const sealedChunkBytes = chunkBytes + chunkFrame
export const sealedHeaderBytes = 52

const magic = Buffer.from('CWSEALED', 'latin1')
const version = 1

/** The sound inside: the samples of a WAV file, whose header follows from their number; or a whole Ogg Opus file. */
export type SoundFormat = 'wav' | 'opus'
const formats: readonly (SoundFormat | undefined)[] = [undefined, 'wav', 'opus']

/** `cut`: the last chunk of what was left after a crash. */
export type ChunkPlace = 'middle' | 'last' | 'cut'
const places: readonly ChunkPlace[] = ['middle', 'last', 'cut']

type SealedHeader = { readonly format: SoundFormat; readonly keyId: string }

export function encodeHeader({ format, keyId }: SealedHeader, fileId: Uint8Array): Buffer {
  const header = Buffer.alloc(sealedHeaderBytes)
  magic.copy(header)
  header[8] = version
  header[9] = formats.indexOf(format)
  header.write(keyId, 12, 'hex')
  header.set(fileId, 20)
  return header
}

export const isSealed = (header: Uint8Array): boolean =>
  magic.equals(header.subarray(0, magic.length))

/** Undefined for what this program did not write. */
export function decodeHeader(header: Buffer): SealedHeader | undefined {
  const format = formats[header[9] ?? 0]
  if (header.length < sealedHeaderBytes || !isSealed(header) || header[8] !== version)
    return undefined
  return format === undefined ? undefined : { format, keyId: header.toString('hex', 12, 20) }
}

/** The key of one file; another header is another key, and opens nothing. */
export function fileKey(key: RecordingKey, header: Buffer): Uint8Array {
  const fileId = header.subarray(20, sealedHeaderBytes)
  return new Uint8Array(hkdfSync('sha256', key.bytes, fileId, header, 32))
}

export function sealChunk(
  key: Uint8Array,
  index: number,
  place: ChunkPlace,
  content: Uint8Array,
): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(index, place))
  const sealed = Buffer.allocUnsafe(content.length + chunkFrame)
  sealed[0] = places.indexOf(place)
  cipher.update(content).copy(sealed, 1)
  cipher.final()
  cipher.getAuthTag().copy(sealed, 1 + content.length)
  return sealed
}

export type Chunk = { readonly place: ChunkPlace; readonly content: Buffer }

/** Undefined for one that is not as it was sealed, or not from this place of this file. */
export function openChunk(key: Uint8Array, index: number, sealed: Uint8Array): Chunk | undefined {
  const place = places[sealed[0] ?? places.length]
  if (place === undefined || sealed.length < chunkFrame) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, place), {
    authTagLength: tagBytes,
  })
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const content = decipher.update(sealed.subarray(1, -tagBytes))
  try {
    decipher.final()
    return { place, content }
  } catch {
    return undefined
  }
}

function nonce(index: number, place: ChunkPlace): Buffer {
  const bytes = Buffer.alloc(12)
  bytes[0] = places.indexOf(place)
  bytes.writeUIntBE(index, 6, 6)
  return bytes
}

import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import type { RecordingKeys } from './recording-key.ts'
import { RecordingUnreadable, unfinished } from './recording-place.ts'
import { SealedFile } from './sealed-file.ts'
import { chunkBytes, sealedHeaderBytes } from './sealed-format.ts'
import { Sealer } from './sealer.ts'
import { findWhole, type WholeSound } from './whole-sound.ts'

const pieceBytes = 256 * 1024
/** A copy that is being sealed has this ending; one that is left over is written anew. */
const copying = '.mending'

/**
 * What is whole is sealed anew, under a key of its own, so that no nonce is used twice; its last chunk says that it was
 * cut. Seconds, or undefined where there is nothing in it.
 */
export async function mendSealed(
  handle: FileHandle,
  path: string,
  keys: RecordingKeys,
): Promise<number | undefined> {
  if ((await handle.stat()).size <= sealedHeaderBytes) return undefined
  const content = await SealedFile.open(handle, keys)
  const bytes = await provenBytes(content)
  const whole = await findWhole(content.format, {
    bytes,
    read: (start, end) => content.read(start, Math.min(end, bytes)),
  })
  if (whole === undefined) return undefined
  if (content.ending === 'unfinished') await sealAnew(content, whole, path, keys)
  else await rename(path + unfinished, path)
  return whole.seconds
}

async function sealAnew(
  content: SealedFile,
  whole: WholeSound,
  path: string,
  keys: RecordingKeys,
): Promise<void> {
  const key = keys.current ?? keys.old[0]
  if (key === undefined) throw new RecordingUnreadable('no-key', 'no key to seal with')
  const sealer = new Sealer(key, content.format, randomBytes(32))
  const { O_CREAT, O_TRUNC, O_NOFOLLOW, O_WRONLY } = constants
  const copy = await open(path + copying, O_CREAT | O_TRUNC | O_NOFOLLOW | O_WRONLY, 0o600)
  try {
    await copy.appendFile(sealer.header)
    for (let at = 0; at < whole.bytes; at += pieceBytes) {
      const piece = await content.read(at, Math.min(at + pieceBytes, whole.bytes))
      await copy.appendFile(sealer.take(piece))
    }
    await copy.appendFile(sealer.take(whole.ending))
    await copy.appendFile(sealer.end('cut'))
    await copy.datasync()
  } finally {
    await copy.close()
  }
  await rename(path + copying, path)
  await rm(path + unfinished)
}

/** Chunks at the end that a power cut left without their content do not count; a wrong beginning is no crash. */
async function provenBytes(content: SealedFile): Promise<number> {
  if (content.ending !== 'unfinished') return content.bytes
  for (let bytes = content.bytes; bytes > 0; bytes -= chunkBytes)
    if (await isProven(content, bytes)) return bytes
  if (content.bytes === 0) return 0
  throw new RecordingUnreadable('damaged', 'no chunk of it is as it was sealed')
}

const isProven = (content: SealedFile, end: number): Promise<boolean> =>
  content.read(end - 1, end).then(
    () => true,
    () => false,
  )

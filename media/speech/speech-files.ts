import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sampleRate } from '../engine/frame.ts'
import { wavHeader } from '../engine/wav.ts'
import { decodeSound } from '../prompts/decode-sound.ts'

/** Bytes of all files together: three and a half hours. */
const mostBytes = 200_000_000

type Kept = { readonly name: string; readonly bytes: number; readonly usedAt: number }

/**
 * Spoken words on disk, so that a restart does not speak them anew: WAV files named by a hash, read and written by us
 * alone, since words may be a customer's. Those that were not used for longest make room.
 */
export class SpeechFiles {
  readonly #folder: string
  readonly #mostBytes: number
  #bytes: number | undefined

  constructor(dataDir: string, most: number = mostBytes) {
    this.#folder = join(dataDir, 'speech')
    this.#mostBytes = most
  }

  /** Undefined where there is none; a file that cannot be read is as good as none, and taken away. */
  async read(hash: string): Promise<Int16Array | undefined> {
    const path = this.#pathOf(hash)
    const bytes = await readFile(path).catch(() => undefined)
    if (bytes === undefined) return undefined
    try {
      const sound = await decodeSound(bytes)
      await utimes(path, new Date(), new Date())
      return sound
    } catch {
      await rm(path, { force: true })
      return undefined
    }
  }

  /** Rejects when it cannot be kept. */
  async write(hash: string, sound: Int16Array): Promise<void> {
    const samples = Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength)
    const bytes = Buffer.concat([wavHeader(samples.length, 1, sampleRate), samples])
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    // Whoever reads it finds all of it or nothing.
    const partial = `${this.#pathOf(hash)}.part`
    await writeFile(partial, bytes, { mode: 0o600 })
    await rename(partial, this.#pathOf(hash))
    this.#bytes = (this.#bytes ?? this.#mostBytes) + bytes.length
    if (this.#bytes > this.#mostBytes) await this.#makeRoom()
  }

  /** Down to nine tenths, so that not every write has to. */
  async #makeRoom(): Promise<void> {
    const kept = await this.#list()
    let bytes = kept.reduce((sum, file) => sum + file.bytes, 0)
    if (bytes > this.#mostBytes)
      for (const file of kept.sort((one, other) => one.usedAt - other.usedAt)) {
        if (bytes <= this.#mostBytes * 0.9) break
        await rm(join(this.#folder, file.name), { force: true })
        bytes -= file.bytes
      }
    this.#bytes = bytes
  }

  async #list(): Promise<Kept[]> {
    const names = await readdir(this.#folder)
    const found = await Promise.all(
      names.map(async (name) => {
        const file = await stat(join(this.#folder, name)).catch(() => undefined)
        return file === undefined ? [] : [{ name, bytes: file.size, usedAt: file.mtimeMs }]
      }),
    )
    return found.flat()
  }

  #pathOf(hash: string): string {
    return join(this.#folder, `${hash}.wav`)
  }
}

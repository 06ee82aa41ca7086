import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { named, type PromptId } from '../../core/names.ts'
import { decodeSound, mostSoundBytes } from './decode-sound.ts'

type LibraryListener = {
  readonly learned: (id: PromptId, sound: Int16Array) => void
  readonly forgotten: (id: PromptId) => void
  /** One sentence; a file that stays as bad as it is, is told once. */
  readonly fault: (detail: string) => void
}

/** What is known of a file: `settling` while it may still be written to. */
type Known = { readonly mark: string; readonly settling: boolean }

const checkMs = 10_000

/**
 * The WAV files below a folder, each decoded once. Files that come, change or go later are noticed within two checks:
 * a change is taken up when it has stood for the time between them, so that nobody hears half of a copy.
 */
export class PromptLibrary {
  readonly #folder: string
  readonly #listener: LibraryListener
  readonly #known = new Map<PromptId, Known>()
  readonly #learned = new Set<PromptId>()
  #checking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #isGone = false

  private constructor(folder: string, listener: LibraryListener) {
    this.#folder = folder
    this.#listener = listener
  }

  /** Reads all, and looks again from time to time. Throws when the folder cannot be read; bad files are left out and told. */
  static async open(
    folder: string,
    listener: LibraryListener,
    everyMs: number = checkMs,
  ): Promise<PromptLibrary> {
    const library = new PromptLibrary(folder, listener)
    for (const [id, path] of await library.#files())
      await library.#load(id, path, await markOf(path))
    library.#timer = setInterval(() => {
      library.#checking ??= library.#check()
    }, everyMs)
    library.#timer.unref()
    return library
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#checking
  }

  async #check(): Promise<void> {
    try {
      const files = await this.#files()
      for (const [id, path] of files) await this.#look(id, path)
      for (const id of this.#known.keys()) if (!files.has(id)) this.#forget(id)
      this.#isGone = false
    } catch (error) {
      if (!this.#isGone) this.#listener.fault(`prompts: ${reasonOf(error)}`)
      this.#isGone = true
    }
    this.#checking = undefined
  }

  async #files(): Promise<ReadonlyMap<PromptId, string>> {
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true })
    const files = new Map<PromptId, string>()
    for (const entry of entries) {
      if (!entry.isFile() || !entry.name.endsWith('.wav')) continue
      const path = join(entry.parentPath, entry.name)
      const name = relative(this.#folder, path).split(sep).join('/').slice(0, -'.wav'.length)
      files.set(named<PromptId>(name), path)
    }
    return files
  }

  async #look(id: PromptId, path: string): Promise<void> {
    const mark = await markOf(path)
    const known = this.#known.get(id)
    if (mark !== known?.mark) this.#known.set(id, { mark, settling: true })
    else if (known.settling) await this.#load(id, path, mark)
  }

  async #load(id: PromptId, path: string, mark: string): Promise<void> {
    this.#known.set(id, { mark, settling: false })
    try {
      const { size } = await stat(path)
      if (size > mostSoundBytes) throw new Error(`larger than ${mostSoundBytes} bytes`)
      this.#learn(id, await decodeSound(await readFile(path)))
    } catch (error) {
      this.#listener.fault(`prompt ${id}: ${reasonOf(error)}`)
    }
  }

  #learn(id: PromptId, sound: Int16Array): void {
    this.#learned.add(id)
    this.#listener.learned(id, sound)
  }

  #forget(id: PromptId): void {
    this.#known.delete(id)
    if (this.#learned.delete(id)) this.#listener.forgotten(id)
  }
}

/** Another one after each change; none of a file that has just gone. */
async function markOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? '' : `${found.mtimeMs} ${found.size}`
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

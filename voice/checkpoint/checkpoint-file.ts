import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { LinkLog } from '../../server/link/json-lines.ts'
import type { CheckpointEntry, VoiceState } from './checkpoint-entry.ts'
import { emptyState, foldEntry, storedState } from './voice-state.ts'

/** Voice's checkpoint: a file that a killed process leaves behind. The system keeps what was written; a power cut does not. */
export type CheckpointFile = {
  /** What a process before us has kept. */
  readonly previous: VoiceState
  /** Written at the end of this turn of the event loop, or by `flush`. */
  readonly put: (entry: CheckpointEntry) => void
  /** All entries are with the system when it returns. */
  readonly flush: () => void
  /** Nothing is to be resumed: it ended tidily. */
  readonly discard: () => void
}

/** From this length on the file is made anew, of what it comes to; and not before it has grown fourfold. */
const leastBytes = 4_000_000

export function openCheckpoint(dataDir: string, log: LinkLog): CheckpointFile {
  const folder = join(dataDir, 'voice')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'checkpoint.jsonl')
  const previous = readCheckpoint(path, log)
  let state = copyOf(previous)
  let lines: string[] = []
  const file = new AppendedFile(path, textOf(state), log)
  const flush = (): void => {
    if (lines.length === 0) return
    file.add(lines.join(''))
    lines = []
    if (file.isLong) file.rewrite(textOf(state))
  }
  return {
    previous,
    put(entry) {
      if (lines.length === 0) setImmediate(flush)
      state = foldEntry(state, entry)
      lines.push(`${JSON.stringify(entry)}\n`)
    },
    flush,
    discard: () => file.discard(),
  }
}

const textOf = (state: VoiceState): string => `${bootId()}\n${JSON.stringify(storedState(state))}\n`

/** Where the disk takes nothing, the file is given up: a checkpoint with a hole would be worse than none. */
class AppendedFile {
  readonly #path: string
  readonly #log: LinkLog
  #fd: number | undefined
  #bytes = 0
  #limit = leastBytes

  constructor(path: string, text: string, log: LinkLog) {
    this.#path = path
    this.#log = log
    this.rewrite(text)
  }

  get isLong(): boolean {
    return this.#bytes >= this.#limit
  }

  add(text: string): void {
    this.#try(() => {
      if (this.#fd !== undefined) this.#bytes += writeAll(this.#fd, text)
    })
  }

  /** The file is whole at every moment: this one or the previous. */
  rewrite(text: string): void {
    this.#try(() => {
      const fresh = openSync(`${this.#path}.new`, 'w', 0o600)
      const previous = this.#fd
      this.#fd = fresh
      if (previous !== undefined) closeSync(previous)
      this.#bytes = writeAll(fresh, text)
      this.#limit = Math.max(leastBytes, 4 * this.#bytes)
      renameSync(`${this.#path}.new`, this.#path)
    })
  }

  discard(): void {
    if (this.#fd !== undefined) closeSync(this.#fd)
    this.#fd = undefined
    rmSync(this.#path, { force: true })
  }

  #try(write: () => void): void {
    try {
      write()
    } catch (error) {
      this.#log(
        { err: error },
        'the checkpoint cannot be written: calls will end when this process dies',
      )
      this.discard()
    }
  }
}

function writeAll(fd: number, text: string): number {
  const content = Buffer.from(text)
  for (let written = 0; written < content.length;) written += writeSync(fd, content, written)
  return content.length
}

/** Entries of before the machine was started are of nobody's calls any more, and the last of them may be lost. */
function readCheckpoint(path: string, log: LinkLog): VoiceState {
  const [boot, ...lines] = contentOf(path).split('\n')
  if (boot !== bootId()) return emptyState()
  try {
    // What is behind the last line end was cut off.
    return lines
      .slice(0, -1)
      .reduce((all, line) => foldEntry(all, JSON.parse(line) as CheckpointEntry), emptyState())
  } catch (error) {
    log({ err: error }, 'the checkpoint of the previous process cannot be read')
    return emptyState()
  }
}

/** What is folded on changes its maps; the previous state stays. */
const copyOf = (state: VoiceState): VoiceState => foldEntry(emptyState(), storedState(state))

const bootId = (): string => contentOf('/proc/sys/kernel/random/boot_id').trim() || 'this one'

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // There is none yet, or the system tells no boot apart.
    return ''
  }
}

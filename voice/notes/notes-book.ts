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
import type { Log } from '../../server/link/lines.ts'
import type { Note, Standing } from './note.ts'
import { emptyStanding, fold, noteOf } from './standing.ts'

/** Voice's notes: a file that a killed process leaves behind. The system keeps what was written; a power cut does not. */
export type NotesBook = {
  /** What a process before us has noted. */
  readonly former: Standing
  /** Noted at the end of this turn of the event loop, or by `settle`. */
  readonly put: (note: Note) => void
  /** All notes are with the system when it returns. */
  readonly settle: () => void
  /** Nothing is to be taken up: it ended tidily. */
  readonly discard: () => void
}

/** From this length on the file is made anew, of what it comes to; and not before it has grown fourfold. */
const leastBytes = 4_000_000

export function openNotes(dataDir: string, log: Log): NotesBook {
  const folder = join(dataDir, 'voice')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'notes.jsonl')
  const former = readNotes(path, log)
  let standing = copyOf(former)
  let lines: string[] = []
  const file = new NotesFile(path, textOf(standing), log)
  const settle = (): void => {
    if (lines.length === 0) return
    file.add(lines.join(''))
    lines = []
    if (file.isLong) file.rewrite(textOf(standing))
  }
  return {
    former,
    put(note) {
      if (lines.length === 0) setImmediate(settle)
      standing = fold(standing, note)
      lines.push(`${JSON.stringify(note)}\n`)
    },
    settle,
    discard: () => file.discard(),
  }
}

const textOf = (standing: Standing): string => `${bootId()}\n${JSON.stringify(noteOf(standing))}\n`

/** Where the disk takes nothing, the file is given up: notes with a hole would be worse than none. */
class NotesFile {
  readonly #path: string
  readonly #log: Log
  #fd: number | undefined
  #bytes = 0
  #limit = leastBytes

  constructor(path: string, text: string, log: Log) {
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

  /** The file is whole at every moment: this one or the former. */
  rewrite(text: string): void {
    this.#try(() => {
      const fresh = openSync(`${this.#path}.new`, 'w', 0o600)
      const former = this.#fd
      this.#fd = fresh
      if (former !== undefined) closeSync(former)
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
      this.#log({ error }, 'notes cannot be written: calls will end when this process dies')
      this.discard()
    }
  }
}

function writeAll(fd: number, text: string): number {
  const content = Buffer.from(text)
  for (let written = 0; written < content.length;) written += writeSync(fd, content, written)
  return content.length
}

/** Notes of before the machine was started are of nobody's calls any more, and the last of them may be lost. */
function readNotes(path: string, log: Log): Standing {
  const [boot, ...lines] = contentOf(path).split('\n')
  if (boot !== bootId()) return emptyStanding()
  try {
    // What is behind the last line end was cut off.
    return lines
      .slice(0, -1)
      .reduce((all, line) => fold(all, JSON.parse(line) as Note), emptyStanding())
  } catch (error) {
    log({ error }, 'the notes of the former process cannot be read')
    return emptyStanding()
  }
}

/** What is folded on changes its maps; the former standing stays. */
const copyOf = (standing: Standing): Standing => fold(emptyStanding(), noteOf(standing))

const bootId = (): string => contentOf('/proc/sys/kernel/random/boot_id').trim() || 'this one'

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // There is none yet, or the system tells no boot apart.
    return ''
  }
}

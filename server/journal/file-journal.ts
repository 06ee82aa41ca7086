import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Logger } from 'pino'
import type { Event } from '../../core/event.ts'
import { chainEvents, chainStart } from './chain.ts'
import { type Journal, JournalError, type KeptSnapshot, type Snapshot } from './journal.ts'
import { hashAt, listSegments, readSegments, segmentFile, toLine } from './segments.ts'
import { readSnapshot, removeDrafts, writeSnapshot } from './snapshot-files.ts'
import { mendTail, type JournalTail } from './torn-tail.ts'

const syncFile = promisify(fdatasync)

type FileJournalOptions = {
  readonly dir: string
  readonly log: Logger
  /** A segment that has reached this size is followed by a new one. */
  readonly segmentBytes?: number
  /** The most that a loss of power may cost, ms; the end of this process costs nothing. */
  readonly syncMs?: number
}

/** Opens the stream in `dir`, or begins one; cuts off a torn end. */
export function openFileJournal(options: FileJournalOptions): Journal {
  mkdirSync(options.dir, { recursive: true, mode: 0o700 })
  removeDrafts(options.dir)
  return new FileJournal(options)
}

/** Append-only JSON lines. Data is in the kernel's hands when `append` returns, on the disk `syncMs` later. */
class FileJournal implements Journal {
  readonly name: string
  readonly #dir: string
  readonly #log: Logger
  readonly #segmentBytes: number
  readonly #syncMs: number
  #tail: JournalTail
  #fd: number
  #bytes: number
  #syncing: NodeJS.Timeout | undefined

  constructor({ dir, log, segmentBytes = 64 << 20, syncMs = 200 }: FileJournalOptions) {
    this.#dir = dir
    this.#log = log
    this.#segmentBytes = segmentBytes
    this.#syncMs = syncMs
    this.name = nameOf(dir)
    const segments = listSegments(dir)
    this.#tail = mendTail(segments, log)
    this.#fd = openSync(segments.at(-1)?.file ?? segmentFile(dir, 1), 'a', 0o600)
    this.#bytes = fstatSync(this.#fd).size
  }

  get lastSeq(): number {
    return this.#tail.lastSeq
  }

  get head(): string | undefined {
    return this.#tail.lastHash
  }

  append(events: readonly Event[]): undefined {
    const { lastSeq, lastHash } = this.#tail
    const first = events[0]
    if (!first) return
    if (first.seq !== lastSeq + 1)
      throw new JournalError(`event ${first.seq} does not follow event ${lastSeq}`)
    if (this.#bytes >= this.#segmentBytes) this.#beginSegment()
    const { chained, head } = chainEvents(lastHash ?? chainStart(this.name), events)
    this.#write(Buffer.from(chained.map(toLine).join('')))
    this.#tail = { lastSeq: lastSeq + events.length, lastHash: head }
    this.#syncing ??= setTimeout(() => this.#sync(), this.#syncMs)
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other journals wait here
  async *read(afterSeq: number): AsyncGenerator<Event> {
    yield* readSegments(this.#dir, afterSeq)
  }

  /** The state is read before anything is waited for: it changes in place. */
  async saveSnapshot({ seq, state }: Snapshot): Promise<void> {
    const hash = seq === this.lastSeq ? this.head : hashAt(this.#dir, seq)
    const text = JSON.stringify({ seq, ...(hash && { hash }), state } satisfies KeptSnapshot)
    await syncFile(this.#fd)
    await writeSnapshot(this.#dir, seq, text)
  }

  loadSnapshot(): Promise<Snapshot | undefined> {
    return Promise.resolve(readSnapshot(this.#dir, this.lastSeq, this.#log))
  }

  close(): Promise<void> {
    clearTimeout(this.#syncing)
    fdatasyncSync(this.#fd)
    closeSync(this.#fd)
    return Promise.resolve()
  }

  /** All of it or none: half a turn before a full disk must not stand before the next. */
  #write(data: Buffer): void {
    let written = 0
    try {
      while (written < data.length) written += writeSync(this.#fd, data, written)
    } catch (error) {
      if (written > 0) ftruncateSync(this.#fd, this.#bytes)
      throw error
    }
    this.#bytes += written
  }

  #beginSegment(): void {
    fdatasyncSync(this.#fd)
    closeSync(this.#fd)
    this.#fd = openSync(segmentFile(this.#dir, this.lastSeq + 1), 'a', 0o600)
    this.#bytes = 0
  }

  #sync(): void {
    this.#syncing = undefined
    fdatasync(this.#fd, (error) => {
      // A segment that ended meanwhile was synced at its end.
      if (error && error.code !== 'EBADF')
        this.#log.error({ err: error }, 'the journal is not synced')
    })
  }
}

function nameOf(dir: string): string {
  const file = join(dir, 'name')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  if (listSegments(dir).length > 0)
    throw new JournalError(`${file} is missing: the stream has no name`)
  const name = randomBytes(12).toString('hex')
  writeFileSync(`${file}.draft`, `${name}\n`, { flush: true })
  renameSync(`${file}.draft`, file)
  return name
}

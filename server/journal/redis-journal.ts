import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { RedisClientType } from 'redis'
import type { Event } from '../../core/event.ts'
import { chainEvents, chainStart } from './chain.ts'
import { Upcaster } from './former.ts'
import { type Journal, JournalError, type Snapshot } from './journal.ts'
import {
  connectRedis,
  hashAt,
  lastEntry,
  nameKey,
  readEntries,
  readSnapshots,
  type RedisEntry,
  streamKey,
  writeSnapshot,
} from './redis-stream.ts'

/** How long a write is tried again before the centre has to stop, ms. */
const patienceMs = 20_000
const pauseMs = 200

type Chained = { readonly seq: number; readonly text: string; readonly hash: string }
type Batch = { readonly entries: Chained[]; readonly kept: Promise<void> }

/** Opens the stream in a Redis server (6.2 or later, with `appendfsync everysec` or better), or begins one. */
export async function openRedisJournal(url: string, log: Logger): Promise<Journal> {
  const client = await connectRedis(url, (error) => log.error({ err: error }, 'redis'))
  await client.set(nameKey, randomBytes(12).toString('hex'), { NX: true })
  const [name, last] = await Promise.all([client.get(nameKey), lastEntry(client)])
  return new RedisJournal(client, name ?? '', last)
}

/** A Redis Stream whose entry ids are `<seq>-0`. One batch is on its way at a time; events that come meanwhile make the next. */
class RedisJournal implements Journal {
  readonly name: string
  readonly #client: RedisClientType
  #lastSeq: number
  #head: string | undefined
  #next: Batch | undefined
  #onItsWay: Promise<void> = Promise.resolve()

  constructor(client: RedisClientType, name: string, last: RedisEntry | undefined) {
    this.#client = client
    this.name = name
    this.#lastSeq = last?.seq ?? 0
    this.#head = last?.hash
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  get head(): string | undefined {
    return this.#head
  }

  append(events: readonly Event[]): Promise<void> | undefined {
    const first = events[0]
    if (!first) return undefined
    if (first.seq !== this.#lastSeq + 1)
      throw new JournalError(`event ${first.seq} does not follow event ${this.#lastSeq}`)
    const { chained, head } = chainEvents(this.#head ?? chainStart(this.name), events)
    this.#lastSeq += events.length
    this.#head = head
    this.#next ??= this.#beginBatch()
    this.#next.entries.push(...chained.map((each, index) => ({ ...each, seq: first.seq + index })))
    return this.#next.kept
  }

  async *read(afterSeq: number): AsyncGenerator<Event> {
    yield* eventsOf(readEntries(this.#client, afterSeq + 1), afterSeq)
  }

  /** The state is read before anything is waited for: it changes in place. */
  async saveSnapshot({ seq, state }: Snapshot): Promise<void> {
    const [stateText, head] = [JSON.stringify(state), this.#head]
    const hash = seq === this.#lastSeq ? head : await hashAt(this.#client, seq)
    const start = JSON.stringify({ seq, hash }).slice(0, -1)
    await writeSnapshot(this.#client, seq, `${start},"state":${stateText}}`)
  }

  async loadSnapshot(): Promise<Snapshot | undefined> {
    for await (const { seq, hash, state } of readSnapshots(this.#client)) {
      const isOurs = seq <= this.#lastSeq && hash === (await hashAt(this.#client, seq))
      if (isOurs) return { seq, state }
    }
    return undefined
  }

  async close(): Promise<void> {
    try {
      await (this.#next?.kept ?? this.#onItsWay)
    } finally {
      await this.#client.close()
    }
  }

  #beginBatch(): Batch {
    const entries: Chained[] = []
    const kept = this.#onItsWay.then(() => {
      this.#next = undefined
      return this.#keep(entries)
    })
    this.#onItsWay = kept
    return { entries, kept }
  }

  /** A write whose answer was lost with the connection may have happened: what is there is not written again. */
  async #keep(entries: readonly Chained[]): Promise<void> {
    const deadline = Date.now() + patienceMs
    for (let tries = 0; ; tries++) {
      try {
        await this.#write(tries === 0 ? entries : await this.#missingOf(entries))
        return
      } catch (error) {
        if (error instanceof JournalError || Date.now() > deadline) throw error
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
  }

  async #write(entries: readonly Chained[]): Promise<void> {
    if (entries.length === 0) return
    const transaction = this.#client.multi()
    for (const { seq, text, hash } of entries)
      transaction.xAdd(streamKey, `${seq}-0`, { event: text, hash })
    await transaction.exec()
  }

  /** The chain tells whether what is there is ours: our hash of one event stands for all before it. */
  async #missingOf(entries: readonly Chained[]): Promise<readonly Chained[]> {
    let stored = 0
    for await (const { hash } of readEntries(this.#client, entries[0]?.seq ?? 0))
      if (hash !== entries[stored++]?.hash)
        throw new JournalError('another centre writes to this stream')
    return entries.slice(stored)
  }
}

/** Throws JournalError at a gap. */
export async function* eventsOf(
  entries: AsyncIterable<RedisEntry>,
  afterSeq: number,
): AsyncGenerator<Event> {
  const upcaster = new Upcaster()
  let last = afterSeq
  for await (const { seq, text } of entries) {
    if (seq !== ++last) throw new JournalError(`event ${last} is missing`)
    // Written by this file alone.
    yield upcaster.take(JSON.parse(text.toString()) as Event)
  }
}

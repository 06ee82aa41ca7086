import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { createClient, type RedisClientType } from 'redis'
import type { Event } from '../../core/event.ts'
import { type Journal, JournalError, type Snapshot } from './journal.ts'

const streamKey = 'callwright:journal'
const nameKey = 'callwright:journal:name'
const snapshotsKey = 'callwright:journal:snapshots'
const keptSnapshots = 2
const pageSize = 1000
/** How long a write is tried again before the centre has to stop, ms. */
const patienceMs = 20_000
const pauseMs = 200

type Batch = { readonly events: Event[]; readonly kept: Promise<void> }

/** Opens the stream in a Redis server (6.2 or later, with `appendfsync everysec` or better), or begins one. */
export async function openRedisJournal(url: string, log: Logger): Promise<Journal> {
  const client: RedisClientType = createClient({ url, disableOfflineQueue: true })
  client.on('error', (error: Error) => log.error({ err: error }, 'redis'))
  await client.connect()
  await client.set(nameKey, randomBytes(12).toString('hex'), { NX: true })
  const [name, newest] = await Promise.all([
    client.get(nameKey),
    client.xRevRange(streamKey, '+', '-', { COUNT: 1 }),
  ])
  const last = newest?.[0]
  return new RedisJournal(client, name ?? '', last ? seqOf(last.id) : 0)
}

/** A Redis Stream whose entry ids are `<seq>-0`. One batch is on its way at a time; events that come meanwhile make the next. */
class RedisJournal implements Journal {
  readonly name: string
  readonly #client: RedisClientType
  #lastSeq: number
  #next: Batch | undefined
  #onItsWay: Promise<void> = Promise.resolve()

  constructor(client: RedisClientType, name: string, lastSeq: number) {
    this.#client = client
    this.name = name
    this.#lastSeq = lastSeq
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  append(events: readonly Event[]): Promise<void> | undefined {
    const first = events[0]
    if (!first) return undefined
    if (first.seq !== this.#lastSeq + 1)
      throw new JournalError(`event ${first.seq} does not follow event ${this.#lastSeq}`)
    this.#lastSeq += events.length
    this.#next ??= this.#beginBatch()
    this.#next.events.push(...events)
    return this.#next.kept
  }

  async *read(afterSeq: number): AsyncGenerator<Event> {
    let last = afterSeq
    for (;;) {
      const page =
        (await this.#client.xRange(streamKey, `(${last}-0`, '+', { COUNT: pageSize })) ?? []
      for (const entry of page) {
        if (seqOf(entry.id) !== last + 1) throw new JournalError(`event ${last + 1} is missing`)
        last++
        yield eventOf(entry)
      }
      if (page.length < pageSize) return
    }
  }

  async saveSnapshot({ seq, state }: Snapshot): Promise<void> {
    await this.#client.hSet(snapshotsKey, String(seq), JSON.stringify(state))
    const old = (await this.#snapshotSeqs()).slice(keptSnapshots)
    if (old.length > 0) await this.#client.hDel(snapshotsKey, old.map(String))
  }

  async loadSnapshot(): Promise<Snapshot | undefined> {
    const seq = (await this.#snapshotSeqs()).find((candidate) => candidate <= this.#lastSeq)
    if (seq === undefined) return undefined
    const state = await this.#client.hGet(snapshotsKey, String(seq))
    return state === null ? undefined : { seq, state: JSON.parse(state) as unknown }
  }

  async close(): Promise<void> {
    try {
      await (this.#next?.kept ?? this.#onItsWay)
    } finally {
      await this.#client.close()
    }
  }

  #beginBatch(): Batch {
    const events: Event[] = []
    const kept = this.#onItsWay.then(() => {
      this.#next = undefined
      return this.#keep(events)
    })
    this.#onItsWay = kept
    return { events, kept }
  }

  /** A write whose answer was lost with the connection may have happened: what is there is not written again. */
  async #keep(events: readonly Event[]): Promise<void> {
    const deadline = Date.now() + patienceMs
    for (let tries = 0; ; tries++) {
      try {
        await this.#write(tries === 0 ? events : await this.#missingOf(events))
        return
      } catch (error) {
        if (error instanceof JournalError || Date.now() > deadline) throw error
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
  }

  async #write(events: readonly Event[]): Promise<void> {
    if (events.length === 0) return
    const transaction = this.#client.multi()
    for (const event of events)
      transaction.xAdd(streamKey, `${event.seq}-0`, { event: JSON.stringify(event) })
    await transaction.exec()
  }

  async #missingOf(events: readonly Event[]): Promise<readonly Event[]> {
    const stored = (await this.#client.xRange(streamKey, `${events[0]?.seq ?? 0}-0`, '+')) ?? []
    stored.forEach((entry, index) => {
      if (entry.message['event'] !== JSON.stringify(events[index]))
        throw new JournalError('another centre writes to this stream')
    })
    return events.slice(stored.length)
  }

  /** Newest first. */
  async #snapshotSeqs(): Promise<number[]> {
    const fields = await this.#client.hKeys(snapshotsKey)
    return fields.map(Number).sort((one, other) => other - one)
  }
}

type Entry = { readonly id: string; readonly message: Readonly<Record<string, string>> }

const seqOf = (id: string): number => Number(id.split('-')[0])

function eventOf(entry: Entry): Event {
  // Written by this file alone.
  return JSON.parse(entry.message['event'] ?? 'null') as Event
}

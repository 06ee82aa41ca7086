import { createClient, type RedisClientType } from 'redis'
import { StartFault } from '../config/start-fault.ts'
import { seqOf } from './chain.ts'
import type { FoundEntry, JournalReader, KeptSnapshot } from './journal.ts'
import { eventsOf } from './redis-journal.ts'
import { nameKey, readEntries, readSnapshots, streamKey } from './redis-stream.ts'

/** The journal in Redis, to look at. Rejects with StartFault where there is none. */
export async function openRedisReader(url: string): Promise<JournalReader> {
  const place = new URL(url).host
  const client = await connect(url, place)
  const name = await client.get(nameKey)
  if (name === null) {
    await client.close()
    throw new StartFault(`There is no journal in Redis at ${place}.`)
  }
  return {
    place,
    name,
    read: (afterSeq) => eventsOf(readEntries(client, afterSeq + 1), afterSeq),
    entries: () => entriesOf(client),
    snapshots: () => snapshotsOf(client),
    parts: [0],
    close: () => client.close(),
  }
}

/** Does not wait for a server that is away. */
async function connect(url: string, place: string): Promise<RedisClientType> {
  const client: RedisClientType = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartFault(`Redis at ${place} cannot be reached: ${reason}.`, { cause: error })
  }
}

async function snapshotsOf(client: RedisClientType): Promise<KeptSnapshot[]> {
  const snapshots: KeptSnapshot[] = []
  for await (const snapshot of readSnapshots(client)) snapshots.push(snapshot)
  return snapshots
}

async function* entriesOf(client: RedisClientType): AsyncGenerator<FoundEntry> {
  for await (const { seq, text, hash } of readEntries(client, 0)) {
    const place = `${streamKey} ${seq}-0`
    const isSame = seqOf(text) === seq
    yield { place, text, ...(hash !== undefined && { hash }), ...(isSame && { seq }) }
  }
}

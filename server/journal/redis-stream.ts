import { createClient, type RedisClientType, RESP_TYPES } from 'redis'
import type { KeptSnapshot } from './journal.ts'

export const streamKey = 'callwright:journal'
export const nameKey = 'callwright:journal:name'
const snapshotsKey = 'callwright:journal:snapshots'
const keptSnapshots = 2
const pageSize = 1000

/** An event in the Redis Stream, under the id `<seq>-0`, byte for byte; older than the chain it has no hash. */
export type RedisEntry = { readonly seq: number; readonly text: Buffer; readonly hash?: string }

/** Waits for a server that is away, at the start and later. */
export async function connectRedis(
  url: string,
  onError: (error: Error) => void,
): Promise<RedisClientType> {
  const client: RedisClientType = createClient({ url, disableOfflineQueue: true })
  client.on('error', onError)
  await client.connect()
  return client
}

/** Entries from `first` on, to `last` or the end. */
export async function* readEntries(
  client: RedisClientType,
  first: number,
  last?: number,
): AsyncGenerator<RedisEntry> {
  const bytes = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })
  const end = last === undefined ? '+' : `${last}-0`
  for (let start = `${first}-0`; ;) {
    const page = (await bytes.xRange(streamKey, start, end, { COUNT: pageSize })) ?? []
    for (const { id, message } of page) {
      start = `(${id.toString()}`
      yield entryOf(id.toString(), message)
    }
    if (page.length < pageSize) return
  }
}

export async function lastEntry(client: RedisClientType): Promise<RedisEntry | undefined> {
  const [last] = (await client.xRevRange(streamKey, '+', '-', { COUNT: 1 })) ?? []
  if (!last) return undefined
  for await (const entry of readEntries(client, seqOfId(last.id))) return entry
  return undefined
}

/** The hash that event `seq` bears; undefined where there is no such event, or no chain yet. */
export async function hashAt(client: RedisClientType, seq: number): Promise<string | undefined> {
  for await (const { hash } of readEntries(client, seq, seq)) return hash
  return undefined
}

/** Older ones than the last two go. */
export async function writeSnapshot(
  client: RedisClientType,
  seq: number,
  text: string,
): Promise<void> {
  await client.hSet(snapshotsKey, String(seq), text)
  const old = (await snapshotSeqs(client)).slice(keptSnapshots)
  if (old.length > 0) await client.hDel(snapshotsKey, old.map(String))
}

/** Newest first. */
export async function* readSnapshots(client: RedisClientType): AsyncGenerator<KeptSnapshot> {
  for (const seq of await snapshotSeqs(client)) {
    const text = await client.hGet(snapshotsKey, String(seq))
    // Written by this centre or an older one, in whose snapshots `seq` is missing.
    if (text !== null) yield JSON.parse(text) as KeptSnapshot
  }
}

async function snapshotSeqs(client: RedisClientType): Promise<number[]> {
  const fields = await client.hKeys(snapshotsKey)
  return fields.map(Number).sort((one, other) => other - one)
}

const seqOfId = (id: string): number => Number(id.split('-')[0])

function entryOf(id: string, message: Readonly<Record<string, Buffer>>): RedisEntry {
  const hash = message['hash']?.toString('latin1')
  return {
    seq: seqOfId(id),
    text: message['event'] ?? Buffer.alloc(0),
    ...(hash !== undefined && { hash }),
  }
}

import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { KeptSnapshot, Snapshot } from './journal.ts'
import { hashAt } from './segments.ts'

const kept = 2
const namePattern = /^(\d{12})\.snapshot$/

/** Appears whole or not at all; older ones than the last two go. `text`: JSON of a KeptSnapshot. */
export async function writeSnapshot(dir: string, seq: number, text: string): Promise<void> {
  const file = join(dir, `${String(seq).padStart(12, '0')}.snapshot`)
  const draft = `${file}.draft`
  const handle = await open(draft, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  for (const old of listSnapshots(dir).slice(kept)) await rm(old.file, { force: true })
}

/**
 * The newest that belongs to the stream of `dir`, which ends at `lastSeq`. After a loss of power a snapshot may know
 * more than the stream kept, and events that follow it would stand in a gap; after a cut, it may know other events.
 */
export function readSnapshot(dir: string, lastSeq: number, log: Logger): Snapshot | undefined {
  for (const { seq, file } of listSnapshots(dir)) {
    const snapshot = seq <= lastSeq ? parseSnapshot(file) : undefined
    if (snapshot?.seq === seq && snapshot.hash === hashAt(dir, seq))
      return { seq, state: snapshot.state }
    log.error({ file, lastSeq }, 'a snapshot is not usable; an older one or the whole stream is')
  }
  return undefined
}

/** Those that can be read, newest first. */
export const readSnapshots = (dir: string): KeptSnapshot[] =>
  listSnapshots(dir).flatMap(({ file }) => parseSnapshot(file) ?? [])

export function removeDrafts(dir: string): void {
  for (const name of readdirSync(dir)) if (name.endsWith('.draft')) rmSync(join(dir, name))
}

/** Newest first. */
function listSnapshots(dir: string): { seq: number; file: string }[] {
  return readdirSync(dir)
    .flatMap((name) => {
      const digits = namePattern.exec(name)?.[1]
      return digits === undefined ? [] : [{ seq: Number(digits), file: join(dir, name) }]
    })
    .sort((one, other) => other.seq - one.seq)
}

function parseSnapshot(file: string): KeptSnapshot | undefined {
  try {
    const snapshot = JSON.parse(readFileSync(file, 'utf8')) as KeptSnapshot | null
    return snapshot ?? undefined
  } catch {
    return undefined
  }
}

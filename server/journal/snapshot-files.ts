import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Snapshot } from './journal.ts'

const kept = 2
const namePattern = /^(\d{12})\.snapshot$/

/** Appears whole or not at all; older ones than the last two go. */
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
 * The newest readable one up to `lastSeq`: after a loss of power a snapshot may know more than the stream kept,
 * and events that follow it would stand in a gap.
 */
export function readSnapshot(dir: string, lastSeq: number, log: Logger): Snapshot | undefined {
  for (const { seq, file } of listSnapshots(dir)) {
    const snapshot = seq <= lastSeq ? parseSnapshot(file) : undefined
    if (snapshot?.seq === seq) return snapshot
    log.error({ file, lastSeq }, 'a snapshot is not usable; an older one or the whole stream is')
  }
  return undefined
}

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

function parseSnapshot(file: string): Snapshot | undefined {
  try {
    const snapshot = JSON.parse(readFileSync(file, 'utf8')) as Snapshot | null
    return snapshot ?? undefined
  } catch {
    return undefined
  }
}

import { join } from 'node:path'
import type { Logger } from 'pino'
import { openFileJournal } from './file-journal.ts'
import type { Journal } from './journal.ts'
import { lockForWriting } from './writer-lock.ts'

export const journalDir = (dataDir: string): string => join(dataDir, 'journal')

/** Redis where REDIS_URL is set, else files in DATA_DIR, which no other process may write. */
export async function openJournal(config: JournalLocation, log: Logger): Promise<Journal> {
  const journal = await open(config, log)
  const { lastSeq, head } = journal
  // The head outside of the journal: with it, `npm run verify` sees a cut end.
  log.info({ lastSeq, head }, 'the journal is open')
  return journal
}

type JournalLocation = { readonly dataDir: string; readonly redisUrl?: string }

async function open(config: JournalLocation, log: Logger): Promise<Journal> {
  if (config.redisUrl !== undefined) {
    // Its client takes a fifth of a restart to load, which those without it need not wait for.
    const { openRedisJournal } = await import('./redis-journal.ts')
    return openRedisJournal(config.redisUrl, log)
  }
  const dir = journalDir(config.dataDir)
  await lockForWriting(dir)
  return openFileJournal({ dir, log })
}

import { join } from 'node:path'
import type { Logger } from 'pino'
import { openFileJournal } from './file-journal.ts'
import type { Journal } from './journal.ts'
import { openRedisJournal } from './redis-journal.ts'

export const journalDir = (dataDir: string): string => join(dataDir, 'journal')

/** Redis where REDIS_URL is set, else files in DATA_DIR. */
export async function openJournal(
  config: { readonly dataDir: string; readonly redisUrl?: string },
  log: Logger,
): Promise<Journal> {
  return config.redisUrl === undefined
    ? openFileJournal({ dir: journalDir(config.dataDir), log })
    : await openRedisJournal(config.redisUrl, log)
}

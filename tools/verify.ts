import { loadConfig } from '../server/config/config.ts'
import { openJournalReader } from '../server/journal/journal-reader.ts'
import { runCommand } from './run-command.ts'
import { tellVerdict } from './verify/verdict-words.ts'
import { verifyJournal } from './verify/verify-journal.ts'

// `npm run verify -- [JOURNAL] [--head HASH] [--lang zh|en]`: whether the journal is as it was written, also while a
// centre writes it. Exit code 0: proven; 1: a fault, or nothing that could be proven; 2: not done.

const usage = `npm run verify -- [JOURNAL] [--head HASH] [--lang zh|en]
  JOURNAL: a data directory or journal directory; without it, that of the settings (DATA_DIR, REDIS_URL)
  HASH: a head that was noted before, 64 hex digits`

await runCommand({
  usage,
  options: ['head'],
  async run({ words, options, language }) {
    const noted = options['head']?.toLowerCase()
    if (words.length > 1 || (noted !== undefined && !/^[0-9a-f]{64}$/.test(noted))) return undefined
    const journal = await openJournalReader(words[0], loadConfig)
    try {
      const verdict = await verifyJournal(journal, noted)
      console.log(tellVerdict(verdict, journal.place, language))
      const isProven = verdict.lastSeq === 0 || verdict.unchained < verdict.lastSeq
      return !verdict.fault && isProven ? 0 : 1
    } finally {
      await journal.close()
    }
  },
})

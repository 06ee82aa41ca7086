import { loadConfig } from '../server/config/config.ts'
import { openJournalReader } from '../server/journal/journal-reader.ts'
import { replayStored } from './replay/replay-stored.ts'
import { tellReplay } from './replay/replay-words.ts'
import { runCommand } from './run-command.ts'

// `npm run replay -- [JOURNAL] [--effects FILE] [--lang zh|en]`: runs a journal through this program from its first event,
// also while a centre writes it, and compares. Exit code 0: it concludes the same; 1: it does not; 2: not done.

const usage = `npm run replay -- [JOURNAL] [--effects FILE] [--lang zh|en]
  JOURNAL: a data directory or journal directory; without it, that of the settings (DATA_DIR, REDIS_URL)
  FILE: gets the numbered effects, a JSON line each`

await runCommand({
  usage,
  options: ['effects'],
  async run({ words, options, language }) {
    if (words.length > 1) return undefined
    const journal = await openJournalReader(words[0], loadConfig)
    try {
      const report = await replayStored(journal, options['effects'])
      console.log(tellReplay(report, journal.place, language))
      return report.divergences === 0 ? 0 : 1
    } finally {
      await journal.close()
    }
  },
})

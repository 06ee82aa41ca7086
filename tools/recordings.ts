import { loadConfig } from '../server/config/config.ts'
import { openJournalReader } from '../server/journal/journal-reader.ts'
import { tellRecordings } from './recordings/verdict-words.ts'
import { verifyRecordings } from './recordings/verify-recordings.ts'
import { runCommand } from './run-command.ts'

// `npm run recordings -- verify [DATA_DIR] [--lang zh|en]`: whether every recording is as the journal told it, also
// while the centre runs. Exit code 0: no fault; 1: a fault; 2: not done.

const usage = `npm run recordings -- verify [DATA_DIR] [--lang zh|en]
  DATA_DIR: a data directory, such as a backup; without it, that of the settings. The keys are those of the settings`

await runCommand({
  usage,
  async run({ words: [verb, place, ...more], language }) {
    if (verb !== 'verify' || more.length > 0) return undefined
    const { dataDir, recording, redisUrl } = loadConfig()
    const { keys, days } = recording
    const journal = await openJournalReader(place, () => ({
      dataDir,
      ...(redisUrl && { redisUrl }),
    }))
    try {
      const options = { dataDir: place ?? dataDir, keys, now: Date.now(), ...(days && { days }) }
      const verdict = await verifyRecordings(journal, options)
      console.log(tellRecordings(verdict, language))
      return verdict.faults.length === 0 ? 0 : 1
    } finally {
      await journal.close()
    }
  },
})

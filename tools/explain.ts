import type { Event } from '../core/event.ts'
import { type ContactId, named } from '../core/names.ts'
import { arrivalOf, collectContact } from '../server/centre/contact-events.ts'
import { loadConfig } from '../server/config/config.ts'
import { openJournalReader } from '../server/journal/journal-reader.ts'
import type { JournalReader } from '../server/journal/journal.ts'
import { drawLadder, lastContact } from './ladder/ladder.ts'
import { runCommand } from './run-command.ts'

// `npm run explain -- CONTACT [--lang zh|en]`: the ladder of one contact, read from the journal, also while the centre
// writes it. CONTACT is an id such as c42, or `last`.

await runCommand({
  usage: 'npm run explain -- CONTACT [--lang zh|en]     CONTACT: c42 …, last',
  async run({ words, language }) {
    const [word, ...rest] = words
    if (word === undefined || rest.length > 0) return undefined
    const journal = await openJournalReader(undefined, loadConfig)
    const contact = word === 'last' ? await findLast(journal) : word
    const events = contact === undefined ? [] : await storyOf(journal, contact)
    await journal.close()
    if (events.length > 0) console.log(drawLadder(events, language))
    else console.error(unknown(contact))
    return events.length > 0 ? 0 : 1
  },
})

function findLast({ read, parts }: JournalReader): Promise<ContactId | undefined> {
  return lastContact(parts.map(read))
}

async function storyOf({ read }: JournalReader, contact: string): Promise<Event[]> {
  const arrival = arrivalOf(contact)
  return arrival === undefined ? [] : collectContact(named<ContactId>(contact), read(arrival - 1))
}

function unknown(contact: string | undefined): string {
  return contact === undefined
    ? '还没有任何联络。 · There has been no contact yet.'
    : `日志中没有联络 ${contact}；编号形如 c42，或用 last。 · ` +
        `The journal knows no contact ${contact}; ids look like c42, or say last.`
}

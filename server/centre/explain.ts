import { parseArgs } from 'node:util'
import { pino } from 'pino'
import type { Event } from '../../core/event.ts'
import { type ContactId, named } from '../../core/names.ts'
import type { Language } from '../../core/tenant.ts'
import { type Config, loadConfig } from '../config.ts'
import { journalDir } from '../journal/open-journal.ts'
import { listSegments, readSegments } from '../journal/segments.ts'
import { sentenceFor } from '../start-fault.ts'
import { arrivalOf, collectContact } from './contact-events.ts'
import { drawLadder, lastContact } from './ladder.ts'

// `npm run explain -- CONTACT [--lang zh|en]`: the ladder of one contact, read from the journal, also while the centre
// writes it. CONTACT is an id such as c42, or `last`.

const usage = 'npm run explain -- CONTACT [--lang zh|en]     CONTACT: c42 …, last'

/** The stream above an event; and whence to look for the last contact, the newest part first. */
type Source = {
  readonly read: (afterSeq: number) => AsyncIterable<Event> | Iterable<Event>
  readonly parts: readonly number[]
  readonly close: () => Promise<void>
}

try {
  process.exitCode = await explain(process.argv.slice(2))
} catch (error) {
  const sentence = sentenceFor(error)
  if (sentence === undefined) throw error
  console.error(sentence)
  process.exitCode = 1
}

/** Gives the exit code. */
async function explain(args: string[]): Promise<number> {
  const asked = readArgs(args)
  if (!asked) {
    console.error(usage)
    return 2
  }
  const source = await openSource(loadConfig())
  const contact = asked.contact === 'last' ? await findLast(source) : asked.contact
  const events = contact === undefined ? [] : await storyOf(source, contact)
  await source.close()
  if (events.length > 0) console.log(drawLadder(events, asked.language))
  else console.error(unknown(contact))
  return events.length > 0 ? 0 : 1
}

function readArgs(args: string[]): { contact: string; language: Language } | undefined {
  const options = { lang: { type: 'string', default: 'en' } } as const
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [contact, ...rest] = positionals
    if (contact === undefined || rest.length > 0) return undefined
    const { lang: language } = values
    return language === 'zh' || language === 'en' ? { contact, language } : undefined
  } catch {
    // An option that does not exist.
    return undefined
  }
}

async function openSource(config: Config): Promise<Source> {
  if (config.redisUrl !== undefined) {
    const { openRedisJournal } = await import('../journal/redis-journal.ts')
    const journal = await openRedisJournal(config.redisUrl, pino({ level: 'silent' }))
    return { read: (afterSeq) => journal.read(afterSeq), parts: [0], close: () => journal.close() }
  }
  const dir = journalDir(config.dataDir)
  return {
    read: (afterSeq) => readSegments(dir, afterSeq),
    parts: listSegments(dir)
      .map(({ firstSeq }) => firstSeq - 1)
      .reverse(),
    close: () => Promise.resolve(),
  }
}

function findLast({ read, parts }: Source): Promise<ContactId | undefined> {
  return lastContact(parts.map(read))
}

async function storyOf({ read }: Source, contact: string): Promise<Event[]> {
  const arrival = arrivalOf(contact)
  return arrival === undefined ? [] : collectContact(named<ContactId>(contact), read(arrival - 1))
}

function unknown(contact: string | undefined): string {
  return contact === undefined
    ? '还没有任何联络。 · There has been no contact yet.'
    : `日志中没有联络 ${contact}；编号形如 c42，或用 last。 · ` +
        `The journal knows no contact ${contact}; ids look like c42, or say last.`
}

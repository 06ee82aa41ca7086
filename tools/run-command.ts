import { parseArgs } from 'node:util'
import type { Language } from '../core/language.ts'
import { sentenceFor } from '../server/config/start-fault.ts'
import { JournalError } from '../server/journal/journal.ts'

/** What was typed after the command. */
type CommandLine = {
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | undefined>>
  readonly flags: ReadonlySet<string>
  readonly language: Language
}

type Command = {
  readonly usage: string
  /** Beside `--lang zh|en`; each takes a value. */
  readonly options?: readonly string[]
  /** These take none. */
  readonly flags?: readonly string[]
  /** Gives the exit code; undefined when what was asked makes no sense. */
  readonly run: (asked: CommandLine) => Promise<number | undefined>
}

/** The exit code when a command was not understood, or could not do its work. */
const notDone = 2

/** Runs one command of the engineer's terminal, and sets the exit code of this process. */
export async function runCommand({ usage, options = [], flags = [], run }: Command): Promise<void> {
  const asked = readArgs(process.argv.slice(2), options, flags)
  try {
    const code = asked && (await run(asked))
    if (code === undefined) console.error(usage)
    process.exitCode = code ?? notDone
  } catch (error) {
    console.error(error instanceof JournalError ? error.message : (sentenceFor(error) ?? error))
    process.exitCode = notDone
  }
}

function readArgs(
  args: string[],
  names: readonly string[],
  flags: readonly string[],
): CommandLine | undefined {
  const options: Record<string, { type: 'string' | 'boolean' }> = {}
  for (const name of ['lang', ...names]) options[name] = { type: 'string' }
  for (const name of flags) options[name] = { type: 'boolean' }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const language = values['lang'] ?? 'en'
    if (language !== 'zh' && language !== 'en') return undefined
    const given = Object.entries(values)
    return {
      words: positionals,
      options: Object.fromEntries(given.filter(isValued)),
      flags: new Set(given.flatMap(([name, value]) => (value === true ? [name] : []))),
      language,
    }
  } catch {
    // An option that does not exist.
    return undefined
  }
}

const isValued = (entry: [string, unknown]): entry is [string, string] =>
  typeof entry[1] === 'string'

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { faultCodes } from '../acd/policy/fault.ts'
import { type ReasonCode, reasonCodes } from '../core/reason-code.ts'
import { trunkingFaultCodes } from '../server/trunking/trunking-words.ts'
import { reasonWord } from '../tools/ladder/reason-words.ts'

const top = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(top, path), 'utf8')
const glossary = read('docs/glossary.md')

const isMissing = (word: string) => !glossary.includes(`\`${word}\``)
/** What stands in the quotes of `field: 'word'`. */
const wordsIn = (path: string, field: string) => [
  ...new Set(
    [...read(path).matchAll(new RegExp(`readonly ${field}: '([^']+)'`, 'g'))].map(
      ([, word]) => word ?? '',
    ),
  ),
]

t.test('a reason code has the Chinese word of the glossary where it is explained', async (t) => {
  const rows = glossary.split('\n')
  const isOther = (code: ReasonCode) =>
    !rows.some((row) => row.includes(`\`${code}\``) && row.includes(reasonWord(code).zh))
  t.same(reasonCodes.filter(isOther), [])
})

t.test(
  'the glossary knows every event, every effect, every reason code and every fault',
  async (t) => {
    const files = [
      'core/event.ts',
      'core/voice-fact.ts',
      'core/outbound-fact.ts',
      'core/consult-fact.ts',
    ]
    const events = files.flatMap((file) => wordsIn(file, 'type'))
    const effects = wordsIn('core/effect.ts', 'do')
    t.ok(events.length > 30 && effects.length > 10, 'they were found')
    t.same(
      [...events, ...effects, ...reasonCodes, ...faultCodes, ...trunkingFaultCodes].filter(
        isMissing,
      ),
      [],
    )
  },
)

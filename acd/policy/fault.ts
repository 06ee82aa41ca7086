import type { Text } from '../../core/language.ts'
import { type FaultPath, placeInWords } from './fault-path.ts'
import { type FaultWords, words } from './fault-words.ts'

/** Pages and tests know a fault by it; the glossary has each. */
export type FaultCode = keyof typeof words
export const faultCodes = Object.keys(words) as readonly FaultCode[]

/** What is wrong at one place, before it is put into words. */
export type Finding<Code extends string = FaultCode> = {
  readonly path: FaultPath
  readonly code: Code
  readonly given: readonly (string | number)[]
}

/** What is wrong with a policy, a roster or the skills: where in the data, and a plain sentence of each language. */
export type ConfigFault<Code extends string = FaultCode> = {
  readonly code: Code
  readonly path: FaultPath
  readonly text: Text
}

export const finding = <Code extends string = FaultCode>(
  path: FaultPath,
  code: Code,
  ...given: readonly (string | number)[]
): Finding<Code> => ({ path, code, given })

/** `data` is what the paths lead into: queues and people are called by their ids. */
export const describeFaults = (
  data: unknown,
  findings: Iterable<Finding>,
): readonly ConfigFault[] => describeFaultsBy(words, data, findings)

/** The same by other words: those of another part of the configuration. */
export function describeFaultsBy<Code extends string>(
  table: Readonly<Record<Code, FaultWords>>,
  data: unknown,
  findings: Iterable<Finding<Code>>,
): readonly ConfigFault<Code>[] {
  return [...findings].map(({ path, code, given }) => {
    const place = placeInWords(data, path)
    const say = table[code]
    const what = say(...given.map(String))
    const text = { zh: `${place.zh}：${what.zh}`, en: `${place.en}: ${what.en}` }
    return { code, path, text }
  })
}

/**
 * Faults of staff, not of the words: who serves changes from day to day, so these refuse a new policy but neither a
 * start nor a change of people.
 */
export const isOfStaff = ({ code }: ConfigFault): boolean =>
  code === 'nobody-serves' || code === 'nobody-in-tier'

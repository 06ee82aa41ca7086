import type { Text } from '../../core/language.ts'
import { type FaultPath, placeInWords } from './fault-path.ts'
import { type FaultWords, words } from './fault-words.ts'

/** Pages and tests know a fault by it; the glossary has each. */
export type FaultSlug = keyof typeof words
export const faultSlugs = Object.keys(words) as readonly FaultSlug[]

/** What is wrong at one place, before it is put into words. */
export type Finding<Slug extends string = FaultSlug> = {
  readonly path: FaultPath
  readonly slug: Slug
  readonly given: readonly (string | number)[]
}

/** What is wrong with a policy, a roster or the skills: where in the data, and a plain sentence of each language. */
export type ConfigFault<Slug extends string = FaultSlug> = {
  readonly slug: Slug
  readonly path: FaultPath
  readonly text: Text
}

export const finding = <Slug extends string = FaultSlug>(
  path: FaultPath,
  slug: Slug,
  ...given: readonly (string | number)[]
): Finding<Slug> => ({ path, slug, given })

/** `data` is what the paths lead into: queues and people are called by their ids. */
export const describeFaults = (
  data: unknown,
  findings: Iterable<Finding>,
): readonly ConfigFault[] => describeFaultsBy(words, data, findings)

/** The same by other words: those of another part of the configuration. */
export function describeFaultsBy<Slug extends string>(
  table: Readonly<Record<Slug, FaultWords>>,
  data: unknown,
  findings: Iterable<Finding<Slug>>,
): readonly ConfigFault<Slug>[] {
  return [...findings].map(({ path, slug, given }) => {
    const place = placeInWords(data, path)
    const say = table[slug]
    const what = say(...given.map(String))
    const text = { zh: `${place.zh}：${what.zh}`, en: `${place.en}: ${what.en}` }
    return { slug, path, text }
  })
}

/**
 * Faults of staff, not of the words: who serves changes from day to day, so these refuse a new policy but neither a
 * start nor a change of people.
 */
export const isOfStaff = ({ slug }: ConfigFault): boolean =>
  slug === 'nobody-serves' || slug === 'nobody-in-tier'

import type { Language } from '../../core/language.ts'

/** BCP 47 tags for `lang` and for `Intl`. */
export const localeOf: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' }

/** What the viewer chose before, else the browser's own language. */
export function languageOf(
  remembered: string | null,
  browserLanguages: readonly string[],
): Language {
  if (remembered === 'zh' || remembered === 'en') return remembered
  return browserLanguages[0]?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en'
}

/**
 * One page's words in both languages. English must have exactly the keys of the Chinese, with the
 * same parameters: a missing word is a type error.
 */
export type Dictionary<Words> = Readonly<Record<Language, Words>>

import type { Language, Text } from '../core/language.ts'

export const text = (zh: string, en: string): Text => ({ zh, en })

/** Lines for one reader; a string is the same in every language. */
export const inLanguage = (lines: readonly (Text | string)[], language: Language): string =>
  lines.map((line) => (typeof line === 'string' ? line : line[language])).join('\n')

/** Local date and time; `at`: ms since the epoch. */
export const timeIn = (at: number, language: Language): string =>
  new Date(at).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')

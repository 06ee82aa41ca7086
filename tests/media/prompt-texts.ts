import { existsSync } from 'node:fs'
import parts from '../../media/prompts/parts.json' with { type: 'json' }
import texts from '../../media/prompts/texts.json' with { type: 'json' }

const written: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  zh: { ...texts.zh, ...parts.zh, pause: ' ' },
  en: { ...texts.en, ...parts.en, pause: ' ' },
}

/** What is said in the sound file `<language>/<name>`. Throws when there is no such file. */
export function promptText(id: string): string {
  if (!existsSync(new URL(`../../prompts/${id}.wav`, import.meta.url)))
    throw new Error(`there is no prompt ${id}`)
  const [language, name] = [id.slice(0, 2), id.slice(3)]
  const text = written[language]?.[name]
  if (text !== undefined) return text
  const number = Number(name.slice('number/'.length))
  return language === 'zh' ? inChinese(number) : String(number)
}

function inChinese(number: number): string {
  const digits = '零一二三四五六七八九'
  if (number < 10) return digits[number] ?? ''
  const [tens, ones] = [Math.floor(number / 10), number % 10]
  return `${tens === 1 ? '' : digits[tens]}十${ones === 0 ? '' : digits[ones]}`
}

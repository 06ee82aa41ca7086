import { readFileSync } from 'node:fs'
import type { ConfigFault } from '../../acd/policy/fault.ts'
import type { Language, Text } from '../../core/language.ts'
import { StartFault } from '../../server/config/start-fault.ts'

type JsonFields = Readonly<Record<string, unknown>>
type FileReading<Value> =
  ({ readonly ok: true } & Value) | { readonly ok: false; readonly faults: readonly ConfigFault[] }

/** Gathers what is wrong with several files, to tell it all at once. */
export class InputFaults {
  readonly #language: Language
  readonly #lines: string[] = []

  constructor(language: Language) {
    this.#language = language
  }

  /** Reads a JSON file by `read`; undefined when something is wrong with it. */
  read<Value>(file: string, read: (data: JsonFields) => FileReading<Value>): Value | undefined {
    const data = this.#json(file)
    if (!data) return undefined
    const reading = read(data)
    if (reading.ok) return reading
    this.tell(file, reading.faults)
    return undefined
  }

  tell(file: string | undefined, faults: readonly ConfigFault[]): void {
    for (const { text } of faults) this.add(file, text)
  }

  add(file: string | undefined, text: Text): void {
    const line = text[this.#language]
    this.#lines.push(file === undefined ? line : `${file}: ${line}`)
  }

  /** Throws StartFault when there is any. */
  refuse(): void {
    if (this.#lines.length > 0) throw new StartFault(this.#lines.join('\n'))
  }

  #json(file: string): JsonFields | undefined {
    try {
      const data: unknown = JSON.parse(readFileSync(file, 'utf8'))
      // The boundary: an object has fields.
      if (typeof data === 'object' && data !== null && !Array.isArray(data))
        return data as JsonFields
      this.add(file, { zh: '应为 JSON 对象', en: 'must be a JSON object' })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      this.add(file, { zh: `无法读取：${why}`, en: `cannot be read: ${why}` })
    }
    return undefined
  }
}

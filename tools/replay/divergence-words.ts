import type { Event } from '../../core/event.ts'
import type { Language, Text } from '../../core/language.ts'
import type { Divergence } from '../../server/centre/journal-replay.ts'
import { inLanguage, text, timeIn } from '../bilingual.ts'
import { rungOf } from '../ladder/rungs.ts'

/** Of the table, in columns of a terminal. */
const columnWidth = 36
const inputLength = 300

/** What a person reads of one divergence: the input, both events side by side, and the fields that differ. */
export function tellDivergence(divergence: Divergence, language: Language): string {
  const { seq, input, error } = divergence
  const lines = [
    text(
      `分歧在事件 ${seq}，由输入 ${input.seq} 引起：`,
      `Divergence at event ${seq}, after input ${input.seq}:`,
    ),
    `  ${timeIn(input.at, language)}  ${sentenceOf(input, language)}`,
    `  ${shortened(JSON.stringify(input))}`,
    verdictOf(divergence),
    ...(error === undefined ? ['', ...tableOf(divergence, language)] : []),
  ]
  return inLanguage(lines, language)
}

const shortened = (json: string): string =>
  json.length > inputLength ? `${json.slice(0, inputLength)}…` : json

function verdictOf({ journalled, concluded, error }: Divergence): Text {
  if (error !== undefined)
    return text(
      `现在的程序处理这个输入时出错：${reasonOf(error)}`,
      `Today’s code fails on this input: ${reasonOf(error)}`,
    )
  if (!concluded)
    return text('日志中有此推论，现在的程序没有。', 'The journal has it, today’s code has not.')
  if (!journalled)
    return text('现在的程序有此推论，日志中没有。', 'Today’s code has it, the journal has not.')
  const fields = differingFields(journalled, concluded)
  return text(`不同的字段：${fields.join('、')}`, `Fields that differ: ${fields.join(', ')}`)
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : JSON.stringify(error)

/** Paths such as `reason.idleMs`, in the order of the events. */
function differingFields(one: Event, other: Event): string[] {
  const [left, right] = [fieldsOf(one), fieldsOf(other)]
  return pathsOf(left, right).filter((path) => left.get(path) !== right.get(path))
}

/** Side by side, field by field; a row that differs is marked. Then both in words. */
function tableOf({ journalled, concluded }: Divergence, language: Language): string[] {
  const [left, right] = [fieldsOf(journalled), fieldsOf(concluded)]
  const [was, is] =
    language === 'zh' ? (['日志', '现在'] as const) : (['journal', 'today'] as const)
  const rows = pathsOf(left, right).map((path) => {
    const mark = left.get(path) === right.get(path) ? ' ' : '≠'
    return rowOf(mark, path, left.get(path) ?? '–', right.get(path) ?? '–')
  })
  const words = (event: Event | undefined) => (event ? sentenceOf(event, language) : '–')
  return [
    rowOf(' ', '', was, is),
    ...rows,
    '',
    `${was}: ${words(journalled)}`,
    `${is}: ${words(concluded)}`,
  ]
}

const rowOf = (mark: string, path: string, was: string, is: string): string =>
  `${mark} ${path.padEnd(24)}  ${was.padEnd(columnWidth - wideIn(was))}  ${is}`.trimEnd()

/** A Chinese character takes two columns of a terminal. */
const wideIn = (value: string): number => value.match(/[⺀-￦]/g)?.length ?? 0

const pathsOf = (
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string>,
): string[] => [...new Set([...left.keys(), ...right.keys()])]

/** Leaves as JSON, by their paths; a list is a leaf. */
function fieldsOf(value: unknown, path = ''): ReadonlyMap<string, string> {
  if (value === undefined) return new Map()
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new Map([[path, JSON.stringify(value)]])
  const below = Object.entries(value).map(([key, each]) =>
    fieldsOf(each, path === '' ? key : `${path}.${key}`),
  )
  return new Map(below.flatMap((each) => [...each]))
}

/** The words of the ladder, where it has any. */
function sentenceOf(event: Event, language: Language): string {
  try {
    return rungOf(event, 'caller')?.text[language] ?? event.type
  } catch {
    // What the reducers fail on may be beyond words, too.
    return event.type
  }
}

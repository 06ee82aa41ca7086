import type { z } from 'zod'
import type { FaultPath } from './fault-path.ts'
import { type ConfigFault, describeFaults, type Finding, finding } from './fault.ts'

type ShapeReading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] }

/** Reads untrusted data by its schema, whose types `Value` has with branded ids; every fault is named at once. */
export function readShape<Value>(schema: z.ZodType, data: unknown): ShapeReading<Value> {
  const read = schema.safeParse(data)
  // The boundary: what the schema read is a `Value` but for its brands and ranges, which the checks look at.
  if (read.success) return { ok: true, value: read.data as Value }
  return {
    ok: false,
    faults: describeFaults(
      data,
      read.error.issues.flatMap((issue) => found(issue, data)),
    ),
  }
}

const kinds: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  number: ['数字', 'a number'],
  string: ['文字', 'text'],
  boolean: ['true 或 false', 'true or false'],
  array: ['列表', 'a list'],
  object: ['对象', 'an object'],
  record: ['对象', 'an object'],
}

function found(issue: z.core.$ZodIssue, data: unknown): readonly Finding[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  const given = valueAt(data, path)
  if (given === undefined && issue.code !== 'unrecognized_keys') return [finding(path, 'missing')]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => finding([...path, key], 'unknown-field'))
    case 'invalid_union':
      return [finding(path, 'no-destination')]
    case 'invalid_value':
      return [finding(path, 'unknown-word', issue.values.map(String).join(', '), shown(given))]
    case 'invalid_type':
      return [finding(path, 'wrong-type', ...(kinds[issue.expected] ?? ['', '']), shown(given))]
    default:
      return [finding(path, 'wrong-type', issue.message, issue.message, shown(given))]
  }
}

const valueAt = (data: unknown, path: FaultPath): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? (value as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    data,
  )

const longestShown = 40

/** Lists and objects by their beginning. */
function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}

/** What differs at one place: `undefined` stands for what is not there. */
export type JsonChange = {
  readonly path: readonly string[]
  readonly before: unknown
  readonly after: unknown
}

type JsonObject = Readonly<Record<string, unknown>>

const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Rules of queues keep their place by their queue, so that one more at the top is one change. */
function keyed(value: unknown): JsonObject | undefined {
  if (isJsonObject(value)) return value
  if (!Array.isArray(value)) return undefined
  const all = value as readonly unknown[]
  const named = all.map((one, index) => {
    const queue = isJsonObject(one) ? one['queue'] : undefined
    return [typeof queue === 'string' ? queue : String(index + 1), one] as const
  })
  const distinct = new Set(named.map(([name]) => name)).size === named.length
  return Object.fromEntries(distinct ? named : all.map((one, index) => [String(index + 1), one]))
}

/** Every difference between two JSON values, each told at the innermost place. */
export function jsonChanges(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): readonly JsonChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const [old, next] = [keyed(before), keyed(after)]
  const alike = Array.isArray(before) === Array.isArray(after)
  if (old === undefined || next === undefined || !alike) return [{ path, before, after }]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(next)])]
  return keys.flatMap((key) => jsonChanges(old[key], next[key], [...path, key]))
}

const levels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: '',
  40: 'WARN ',
  50: 'ERROR ',
  60: 'FATAL ',
}
/** Shown elsewhere in the line, or of no use to a person at a terminal. */
const notShown = new Set(['level', 'time', 'name', 'msg', 'pid', 'hostname', 'err', 'error'])

/** A pino line as a person reads it at a terminal, `21:05:02 voice    leg.arrived leg=v1.3`; other lines stay. */
export function readableLine(line: string): string {
  const entry = parse(line)
  if (!entry) return line
  const { level, time, name, msg, err, error = err } = entry
  const fields = Object.entries(entry)
    .filter(([field]) => !notShown.has(field))
    .map(([field, value]) => `${field}=${textOf(value)}`)
  const clock = new Date(Number(time)).toTimeString().slice(0, 8)
  const words = [
    `${clock} ${textOf(name ?? '').padEnd(8)}`,
    `${levels[Number(level)] ?? ''}${textOf(msg ?? '')}`,
  ]
  return [...words, ...fields, stackOf(error)].filter((word) => word !== '').join(' ')
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{"level":')) return undefined
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined // a line that only looks like one of pino's
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

const stackOf = (error: unknown): string =>
  error && typeof error === 'object' && 'stack' in error ? `\n${String(error.stack)}` : ''

import type { NumberPattern } from '../trunk.ts'

/** Whether the whole number fits: `x` is any one digit, `*` at the end any rest, also none. */
export function fitsPattern(pattern: NumberPattern, number: string): boolean {
  const open = pattern.endsWith('*')
  const shape = open ? pattern.slice(0, -1) : pattern
  if (open ? number.length < shape.length : number.length !== shape.length) return false
  for (let i = 0; i < shape.length; i++) {
    const isAny = shape[i] === 'x' && isDigit(number[i] ?? '')
    if (!isAny && shape[i] !== number[i]) return false
  }
  return true
}

const isDigit = (character: string): boolean => character >= '0' && character <= '9'

/** Of those that fit: most digits, then the one that leaves less open, then the first. */
export function findPattern<Row extends { readonly pattern: NumberPattern }>(
  rows: readonly Row[],
  number: string,
): Row | undefined {
  let best: Row | undefined
  for (const row of rows)
    if (fitsPattern(row.pattern, number) && (!best || isCloser(row.pattern, best.pattern)))
      best = row
  return best
}

function isCloser(one: NumberPattern, other: NumberPattern): boolean {
  const more = digitsIn(one) - digitsIn(other)
  return more > 0 || (more === 0 && other.endsWith('*') && !one.endsWith('*'))
}

const digitsIn = (pattern: NumberPattern): number => pattern.replaceAll(/[^0-9]/g, '').length

/**
 * A whole number from 0 to `highestSpoken` as it is said in Chinese, in parts: 10,203 is 一万 零 二百 零 三.
 * Fours of digits are read alike, 万 and 亿 say which; a gap of zeros inside is one 零.
 */
export function chineseNumber(value: number): readonly string[] {
  if (value === 0) return ['number/0']
  const parts: string[] = []
  let gap = false
  for (const [unit, name] of units) {
    const four = Math.floor(value / unit) % 10_000
    if (parts.length > 0 && four < 1000) gap = true
    if (four === 0) continue
    if (gap && parts.length > 0) parts.push('number/0')
    gap = false
    // 2 of such units are 两, as two of anything are.
    parts.push(...(four === 2 && name ? ['number/liang'] : fourDigits(four, parts.length > 0)))
    if (name) parts.push(name)
  }
  return parts
}

/** Before a measure word, as in 两分钟: only 2 alone is different. */
export const chineseCount = (value: number): readonly string[] =>
  value === 2 ? ['number/liang'] : chineseNumber(value)

const units = [
  [100_000_000, 'number/yi'],
  [10_000, 'number/wan'],
  [1, ''],
] as const

/** 1 to 9999. 千 and 百 are recorded with their digit, what is below 100 as a whole. */
function fourDigits(four: number, isInside: boolean): readonly string[] {
  const [thousands, hundreds, rest] = [
    four - (four % 1000),
    (four % 1000) - (four % 100),
    four % 100,
  ]
  const parts: string[] = []
  if (thousands > 0) parts.push(`number/${thousands}`)
  if (hundreds > 0) parts.push(`number/${hundreds}`)
  if (rest === 0) return parts
  const hasGap = parts.length > 0 && rest < 10
  if (hasGap || (thousands > 0 && hundreds === 0)) parts.push('number/0')
  // 十二 stands alone; inside a number it is 一十二.
  if (rest >= 10 && rest < 20 && (isInside || parts.length > 0)) parts.push('number/1')
  return [...parts, `number/${rest}`]
}

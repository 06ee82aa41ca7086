/** A caller from the browser has a name of this form instead of a number. */
export const isWebCaller = (number: string) => number.startsWith('web-')

/** The caller does not want the number to be shown, RFC 3323. */
export const isAnonymous = (number: string) => number === 'anonymous'

const groups = (digits: string, ...sizes: readonly number[]) => {
  const parts: string[] = []
  let from = 0
  for (const size of sizes) {
    parts.push(digits.slice(from, from + size))
    from += size
  }
  parts.push(digits.slice(from))
  return parts.filter((part) => part !== '').join(' ')
}

/** Numbers as people in China write them: mobiles 3-4-4, 400 numbers 3-3-4, landlines by area code. */
function formatChinese(digits: string): string | undefined {
  if (/^1\d{10}$/.test(digits)) return groups(digits, 3, 4)
  if (/^[48]00\d{7}$/.test(digits)) return groups(digits, 3, 3)
  if (/^0(10|2\d)\d{8}$/.test(digits)) return groups(digits, 3, 4)
  if (/^0\d{10}$/.test(digits)) return groups(digits, 4, 3)
  if (/^0\d{11}$/.test(digits)) return groups(digits, 4, 4)
  return undefined
}

/** `138 0013 8000`. What is no telephone number (an extension, a name) stays as it is. */
export function formatPhoneNumber(number: string): string {
  const china = /^(?:\+|00)86(\d+)$/.exec(number)?.[1]
  if (china !== undefined) return `+86 ${formatChinese(china) ?? groups(china, 3, 4)}`
  const america = /^\+1(\d{10})$/.exec(number)?.[1]
  if (america !== undefined) return `+1 ${groups(america, 3, 3)}`
  const chinese = formatChinese(number)
  if (chinese !== undefined) return chinese
  return /^\+?\d{7,15}$/.test(number) ? groups(number, 3, 4) : number
}

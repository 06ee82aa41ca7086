import type { DialPlan } from '../trunk.ts'
import { type Country, countryOf, isFull, isNational } from './country.ts'
import { fitsPattern } from './number-pattern.ts'

/** ITU-T E.164: up to fifteen digits, none of whose country codes begins with 0. */
const international = /^[1-9]\d{6,14}$/

/**
 * What was dialled or received, as the one form of its number: E.164 (`+8657112345678`), or a short number that exists
 * inside the country only (`95000`). Undefined where the plan makes no number of it.
 */
export function normalise(dialled: string, plan: DialPlan): string | undefined {
  // The visual separators of RFC 3966 section 5.1.1, and how people write.
  const digits = dialled.replaceAll(/[-.()/\s]/g, '')
  if (digits.startsWith('+')) return fromInternational(digits.slice(1), plan)
  if (!/^\d+$/.test(digits)) return undefined
  if (isShort(digits, plan)) return digits
  if (plan.international !== '' && digits.startsWith(plan.international))
    return fromInternational(digits.slice(plan.international.length), plan)
  return fromNational(digits, plan)
}

const isShort = (digits: string, { short }: DialPlan): boolean =>
  short.some((pattern) => fitsPattern(pattern, digits))

/** Numbers of the own country are checked, those of others are the far end's affair. */
function fromInternational(digits: string, plan: DialPlan): string | undefined {
  const own = withoutPrefix(digits, plan.country)
  if (own !== undefined) return ofCountry(own, plan)
  return international.test(digits) ? `+${digits}` : undefined
}

/** Without its country code; networks write it before short numbers, too: `+8695000`. */
function ofCountry(number: string, plan: DialPlan): string | undefined {
  if (isShort(number, plan)) return number
  return isNational(countryOf(plan.country), number) ? `+${plan.country}${number}` : undefined
}

function fromNational(digits: string, plan: DialPlan): string | undefined {
  const { country: code, national } = plan
  const country = countryOf(code)
  const trunkless = national === '' ? undefined : withoutPrefix(digits, national)
  // A mobile number is also dialled with the prefix, from another area.
  if (trunkless !== undefined && isNational(country, trunkless)) return ofCountry(trunkless, plan)
  if (isFull(country, digits)) return `+${code}${digits}`
  if (country.local.test(digits)) return ofArea(digits, plan, country)
  const own = withoutPrefix(digits, code)
  const number = own === undefined ? undefined : ofCountry(own, plan)
  return number ?? (national === '' ? ofArea(digits, plan, country) : undefined)
}

/** Dialled inside the own area; where there are no area codes, it is the whole number. */
function ofArea(digits: string, { country, area = '' }: DialPlan, rules: Country) {
  const number = `${area}${digits}`
  return isNational(rules, number) ? `+${country}${number}` : undefined
}

const withoutPrefix = (digits: string, prefix: string): string | undefined =>
  digits.startsWith(prefix) ? digits.slice(prefix.length) : undefined

import type { DialPlan, NumberForm } from '../trunk.ts'
import { countryOf, isFull } from './country.ts'

/** A normalised number as it is written in this form; `dialled`: how people wrote it, where that is known. */
export function writeNumber(
  number: string,
  form: NumberForm,
  plan: DialPlan,
  dialled: string = number,
): string {
  if (form === 'as-dialled') return dialled.replaceAll(/[-.()/\s]/g, '')
  // A short number has one form only.
  if (!number.startsWith('+') || form === 'e164') return number
  return form === 'digits' ? number.slice(1) : writeNational(number.slice(1), plan)
}

function writeNational(digits: string, { country, national, international }: DialPlan): string {
  if (!digits.startsWith(country)) return `${international}${digits}`
  const number = digits.slice(country.length)
  return isFull(countryOf(country), number) ? number : `${national}${number}`
}

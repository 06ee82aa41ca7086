/** What a country's own numbers look like: national significant numbers, ITU-T E.164 section 6.2.1. */
export type Country = {
  /** Dialled in full without the national prefix, from every area: mobile numbers. */
  readonly full?: RegExp
  /** All others, with their area code. */
  readonly withArea: RegExp
  /** As it is dialled inside its area. */
  readonly local: RegExp
}

const countries: Readonly<Record<string, Country>> = {
  // Beijing is 10, the largest cities 2x with eight digits, all others three digits and seven or eight more.
  '86': {
    full: /^1[3-9]\d{9}$/,
    withArea: /^(?:10|2\d)\d{8}$|^[3-9]\d{9,10}$/,
    local: /^[2-8]\d{6,7}$/,
  },
  '1': { full: /^[2-9]\d{9}$/, withArea: /^[2-9]\d{9}$/, local: /^[2-9]\d{6}$/ },
  '44': { withArea: /^[1-9]\d{8,9}$/, local: /^[1-9]\d{4,7}$/ },
  '49': { withArea: /^[1-9]\d{6,12}$/, local: /^[1-9]\d{2,7}$/ },
}

/** E.164 allows fifteen digits, the country code among them. */
const anyCountry: Country = { withArea: /^[1-9]\d{5,12}$/, local: /^[1-9]\d{3,7}$/ }

/** By country code, without `+`. */
export const countryOf = (code: string): Country => countries[code] ?? anyCountry

export const isFull = ({ full }: Country, number: string): boolean => full?.test(number) === true

export const isNational = (country: Country, number: string): boolean =>
  isFull(country, number) || country.withArea.test(number)

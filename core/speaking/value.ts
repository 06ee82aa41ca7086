export const currencies = ['CNY', 'USD', 'EUR'] as const
/** ISO 4217. */
export type Currency = (typeof currencies)[number]

/** What can be told a caller in recorded parts. */
export type SpokenValue =
  /** Up to `highestSpoken` with its sign and decimals; what is higher is told digit by digit. */
  | { readonly number: number }
  /** A place in a row, from 1 on. */
  | { readonly ordinal: number }
  /** One by one: 工号, the end of a card's number. Hyphens and spaces are short pauses. */
  | {
      readonly digits: string
      /** In Chinese the 1 of a telephone number is 幺. */
      readonly telephone?: boolean | undefined
    }
  /** `2026-11-22`, or `11-22` of any year. */
  | { readonly date: string }
  /** ISO 8601: 1 is Monday, 7 is Sunday. */
  | { readonly weekday: number }
  /** `14:05`, of 24 hours. */
  | { readonly time: string }
  | { readonly durationSeconds: number }
  /** In whole units of the currency, with up to two decimals. */
  | { readonly amount: number; readonly currency: Currency }
  | { readonly percent: number }

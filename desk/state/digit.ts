/** The keys of a telephone, in their rows. */
export const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const
export type Digit = (typeof digits)[number]

export const isDigit = (key: string): key is Digit => digits.some((digit) => digit === key)

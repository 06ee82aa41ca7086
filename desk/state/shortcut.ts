/** Alt and one letter, by the key's place on the board: on macOS Alt changes the letter itself. */
export const shortcuts = {
  KeyA: 'answer',
  KeyH: 'hold',
  KeyM: 'mute',
  KeyP: 'recording',
  KeyT: 'transfer',
  KeyC: 'consult',
  KeyB: 'reconnect',
  KeyE: 'end',
  KeyR: 'ready',
} as const
export type Shortcut = (typeof shortcuts)[keyof typeof shortcuts] | 'help'

type KeyPress = {
  readonly code: string
  readonly key: string
  readonly altKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** `typing` is true while the focus is in a field, where `?` is only a character. */
export function shortcutOf(press: KeyPress, typing: boolean): Shortcut | undefined {
  if (press.ctrlKey || press.metaKey) return undefined
  if (press.altKey) return shortcuts[press.code as keyof typeof shortcuts]
  return press.key === '?' && !typing ? 'help' : undefined
}

/** The keys of a telephone, in their rows. */
export const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const
type Digit = (typeof digits)[number]

export const isDigit = (key: string): key is Digit => digits.some((digit) => digit === key)

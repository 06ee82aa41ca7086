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

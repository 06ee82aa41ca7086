/**
 * Without the spaces and tabs around it. Not `trim`: in a text of one character per byte U+00A0 is the second half of
 * some letter in UTF-8.
 */
export function trimLws(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isLws(text.charCodeAt(from))) from += 1
  while (to > from && isLws(text.charCodeAt(to - 1))) to -= 1
  return text.slice(from, to)
}

/** Space or tab. */
export const isLws = (code: number): boolean => code === 32 || code === 9

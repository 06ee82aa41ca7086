/** One row of the import picture: files whose path begins with one of `rooms` may import from `mayImport`. */
export type Row = { readonly rooms: readonly string[]; readonly mayImport: readonly string[] }

/** A package (or `process.env`) and the only rooms or files that may use it. */
export type SoleUse = { readonly name: string; readonly users: readonly string[] }

export type Picture = { readonly rows: readonly Row[]; readonly soleUses: readonly SoleUse[] }

/**
 * Reads the picture from the two fenced blocks `imports` and `sole-uses` of a Markdown text. Throws when one is
 * missing or a line can't be read, so that an edit of the text never switches the check off.
 */
export function readPicture(markdown: string): Picture {
  return {
    rows: linesOf(markdown, 'imports').map((line) => {
      const [rooms, mayImport] = parts(line, '->')
      return { rooms: words(rooms), mayImport: words(mayImport) }
    }),
    soleUses: linesOf(markdown, 'sole-uses').map((line) => {
      const [name, users] = parts(line, '->')
      return { name, users: words(users) }
    }),
  }
}

/**
 * Reads the fenced block `layers`, lowest first: the path of a file or folder on each line, from `room` on. What
 * follows the path is a remark.
 */
export const readLayers = (markdown: string, room: string): readonly string[] =>
  linesOf(markdown, 'layers').map((line) => room + (words(line.trim())[0] ?? ''))

function linesOf(markdown: string, name: string): string[] {
  const block = new RegExp('^```' + name + '\\n([\\s\\S]*?)^```$', 'm').exec(markdown)?.[1]
  const lines = (block ?? '').split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0) throw new Error(`no fenced block \`${name}\` in the text`)
  return lines
}

function parts(line: string, divider: string): [string, string] {
  const [left, right, ...rest] = line.split(divider).map((part) => part.trim())
  if (!left || !right || rest.length > 0) throw new Error(`cannot read the line: ${line}`)
  return [left, right]
}

const words = (text: string): string[] => text.split(/\s+/)

/** The entries of a header that may hold several; commas inside of quotes and brackets separate nothing. */
export const splitEntries = (text: string): readonly string[] =>
  (text.match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,])+/g) ?? [])
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

/** A parameter behind the address, its quotes taken off. */
export function parameterBehind(entry: string, name: string): string | undefined {
  const behind = entry.slice(entry.lastIndexOf('>') + 1)
  const [, quoted, token] =
    new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(behind) ?? []
  return quoted ?? token
}

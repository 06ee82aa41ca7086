/** The entries of a header that may hold several; commas inside of quotes and brackets separate nothing. */
export function splitEntries(text: string): readonly string[] {
  const entries: string[] = []
  let from = 0
  let isQuoted = false
  let isBracketed = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (isQuoted && sign === '\\') at += 1
    else if (sign === '"' && !isBracketed) isQuoted = !isQuoted
    else if (!isQuoted && sign === '<') isBracketed = true
    else if (!isQuoted && sign === '>') isBracketed = false
    else if (sign === ',' && !isQuoted && !isBracketed) {
      entries.push(text.slice(from, at))
      from = at + 1
    }
  }
  entries.push(text.slice(from))
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '')
}

/** A parameter behind the address, its quotes taken off. */
export function parameterBehind(entry: string, name: string): string | undefined {
  const behind = entry.slice(entry.lastIndexOf('>') + 1)
  const [, quoted, token] =
    new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(behind) ?? []
  return quoted ?? token
}

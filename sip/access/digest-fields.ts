/** One challenge, or one set of credentials: its scheme in lower case, and its fields by their names in lower case. */
export type AuthFields = {
  readonly scheme: string
  readonly fields: Readonly<Partial<Record<string, string>>>
}

/**
 * `name="quoted"`, `name=token`, or the name of a scheme before its first field. A name is tried from its first letter
 * only: a stranger's long word must not be tried from each.
 */
const part =
  /(?<![\w-])(?:([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([A-Za-z][\w-]*)\s+(?=[\w-]+\s*=))/g

/** Reads a header of RFC 7235, also one that several rows were joined into; commas in quotes separate nothing. */
export function readAuthFields(header = ''): readonly AuthFields[] {
  const read: { scheme: string; fields: Partial<Record<string, string>> }[] = []
  for (const [, name, quoted, token, scheme] of header.matchAll(part)) {
    if (scheme) read.push({ scheme: scheme.toLowerCase(), fields: {} })
    else if (name)
      (read.at(-1)?.fields ?? {})[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, '$1') ?? token
  }
  return read
}

/** A text as it stands between quotes; what cannot stand in a header is left out. */
export const quote = (text: string): string =>
  `"${text.replace(/\p{Cc}/gu, '').replace(/["\\]/g, '\\$&')}"`

/** Where a value stands in a JSON text: the offsets of its first character and behind its last. */
type JsonPlace = { readonly from: number; readonly to: number }

type PathInJson = readonly (string | number)[]

/**
 * The value that the path leads to, or the innermost one on the way that is there. The text must be sound JSON; keys
 * and indexes as in `faults` of the API.
 */
export function placeInJson(text: string, path: PathInJson): JsonPlace {
  let place = valueAt(text, 0)
  for (const key of path) {
    const next = membersOf(text, place).find((part) => part.key === key)
    if (next === undefined) return place
    place = next.place
  }
  return place
}

/** 1 is the first line. */
export const lineAt = (text: string, offset: number): number =>
  text.slice(0, offset).split('\n').length

type JsonMember = { readonly key: string | number; readonly place: JsonPlace }

/** Members of an object or elements of an array, in their order; nothing else has parts. */
function membersOf(text: string, { from, to }: JsonPlace): readonly JsonMember[] {
  const opening = text[from]
  if (opening !== '{' && opening !== '[') return []
  const parts: JsonMember[] = []
  let at = skipSpace(text, from + 1)
  while (at < to - 1) {
    const key = opening === '{' ? valueAt(text, at) : undefined
    const place = valueAt(text, key === undefined ? at : skipSpace(text, key.to) + 1)
    const name = key === undefined ? parts.length : String(JSON.parse(text.slice(key.from, key.to)))
    parts.push({ key: name, place })
    at = skipSpace(text, place.to)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return parts
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (' \n\r\t'.includes(text[at] ?? 'x')) at++
  return at
}

/** A string, or what nests, or a word of letters, digits and signs. */
const token = /"(?:[^"\\]|\\.)*"|[{[]|[}\]]|[^\s,:{}[\]"]+/g

function valueAt(text: string, start: number): JsonPlace {
  const from = skipSpace(text, start)
  token.lastIndex = from
  let depth = 0
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '{' || found[0] === '[') depth++
    else if (found[0] === '}' || found[0] === ']') depth--
    if (depth <= 0) return { from, to: token.lastIndex }
  }
  return { from, to: text.length }
}

import { type Header, headersOf, type WithHeaders } from './scan.ts'

/** Whether a header that lists option tags or methods names this one; `tag` in lower case. */
export function lists(message: WithHeaders, key: string, tag: string): boolean {
  return headersOf(message, key).some((value) =>
    value.split(',').some((one) => one.trim().toLowerCase() === tag),
  )
}

/** What the sender understands, or insists on. */
export function understands(message: WithHeaders, tag: string): boolean {
  return lists(message, 'supported', tag) || lists(message, 'require', tag)
}

/** The headers with the option tag in one more header of that name, unless it is there already. */
export function withTag(
  headers: readonly Header[],
  name: 'Supported' | 'Require',
  tag: string,
): readonly Header[] {
  const key = name.toLowerCase()
  return lists({ headers }, key, tag) ? headers : [...headers, { name, key, value: tag }]
}

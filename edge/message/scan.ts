import { headerKey, isLws, trimLws } from './header.ts'

/** The name as spelled, its lower-case long key, and the value as received (unfolded). */
export type Header = { readonly name: string; readonly key: string; readonly value: string }

/** Whatever has headers. */
export type WithHeaders = { readonly headers: readonly Header[] }

/** Start line, headers and what follows the blank line: all that a frame from the application has. */
export type Scanned = {
  readonly start: string
  readonly headers: Header[]
  readonly body: string
  /** Where the first Via's value stands in the text. */
  readonly via: readonly [from: number, to: number]
  /** What is wrong with its lines, when something is. */
  readonly fault: string | undefined
}

/** More than any honest message has; it bounds the work that one datagram can make. */
const mostHeaders = 256

/** Splits a text into start line, headers and body; undefined when there is no blank line. */
export function scanMessage(text: string): Scanned | undefined {
  let at = 0
  while (text.startsWith('\r\n', at)) at += 2
  const startEnd = text.indexOf('\r\n', at)
  if (startEnd === -1) return undefined
  const start = text.slice(at, startEnd)
  const headers: Header[] = []
  let via: readonly [number, number] = [0, 0]
  at = startEnd + 2
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at)
    if (lineEnd === at) break
    const end = foldedEnd(text, lineEnd)
    if (end === -1 || headers.length === mostHeaders) return undefined
    const header = readHeader(text, at, end, end !== lineEnd)
    if (header.key === 'via' && !via[1]) via = [text.indexOf(':', at) + 1, end]
    headers.push(header)
    at = end + 2
  }
  const isClean = !loose.test(text.slice(0, at))
  const fault = headers.some(({ key }) => !key) ? 'Malformed Header Name' : undefined
  return {
    start,
    headers,
    body: text.slice(at + 2),
    via,
    fault: isClean ? fault : 'Bare Line Break Or NUL',
  }
}

/**
 * Others may take it for the end of a line, and what follows for a header of ours. A NUL may stand in a quoted string,
 * escaped: RFC 4475 section 3.1.1.2.
 */
const loose = /\r(?!\n)|(?<!\r)\n|(?<!\\)\0/

/** A line without a name that could be one gets the key ''. */
function readHeader(text: string, at: number, end: number, isFolded: boolean): Header {
  const colon = text.indexOf(':', at)
  if (colon === -1 || colon > end) return { name: '', key: '', value: text.slice(at, end) }
  const name = trimLws(text.slice(at, colon))
  const value = text.slice(colon + 1, end)
  return {
    name,
    key: headerKey(name),
    value: trimLws(isFolded ? value.replace(/\r\n[ \t]+/g, ' ') : value),
  }
}

/** End of the header whose first line ends at `end`, continuation lines included; -1 when the text breaks off. */
function foldedEnd(text: string, end: number): number {
  while (end !== -1 && isLws(text.charCodeAt(end + 2))) end = text.indexOf('\r\n', end + 2)
  return end
}

/** The first value of a header, by its key. */
export function headerOf(message: WithHeaders, key: string): string | undefined {
  for (const header of message.headers) if (header.key === key) return header.value
  return undefined
}

/** All values of a header, by its key, in order. */
export function headersOf(message: WithHeaders, key: string): string[] {
  const values: string[] = []
  for (const header of message.headers) if (header.key === key) values.push(header.value)
  return values
}

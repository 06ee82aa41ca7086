import { headerKey } from './header.ts'
import { parameterOf } from './uri.ts'
import { parseVia, stampVia, type Via } from './via.ts'

/** The name as spelled, its lower-case long key, and the value as received (unfolded). */
export type Header = { readonly name: string; readonly key: string; readonly value: string }

type Known = {
  /** The text of the whole message, one character per byte (latin1). */
  readonly text: string
  readonly headers: readonly Header[]
  readonly body: string
  readonly via: Via
  readonly from: string
  readonly fromTag: string
  readonly to: string
  readonly toTag: string | undefined
  readonly callId: string
  readonly cseq: number
  /** The method that CSeq names. */
  readonly method: string
}
export type Request = Known & { readonly kind: 'request'; readonly uri: string }
export type Response = Known & { readonly kind: 'response'; readonly status: number }

/** Not a SIP message. `headers` is there when a request can at least be answered with `status`. */
export type Flaw = {
  readonly kind: 'flaw'
  readonly reason: string
  readonly status: 400 | 505
  readonly headers?: readonly Header[]
}

/** Start line, headers and what follows the blank line: all that a frame from the application has. */
export type Scanned = {
  readonly start: string
  readonly headers: Header[]
  readonly body: string
  /** Where the first Via's value stands in the text. */
  readonly via: readonly [from: number, to: number]
}

/**
 * Reads a message that came from `address:port`. Texts hold one character per byte, so lengths are bytes and every
 * octet survives whatever its charset. A request's top Via is stamped with its source, in `text` too.
 */
export function parseMessage(
  text: string,
  address: string,
  port: number,
): Request | Response | Flaw {
  const scanned = scanMessage(text)
  if (!scanned) return flaw('no headers')
  const isResponse = /^SIP\/2\.0 /i.test(scanned.start)
  if (!isResponse) text = stamp(text, scanned, address, port)
  const known = know(text, scanned)
  if (typeof known === 'string') return flaw(known, isResponse ? undefined : scanned.headers)
  return isResponse ? asResponse(known, scanned.start) : asRequest(known, scanned.start)
}

/** Splits a text into start line, headers and body without judging them; undefined when there is no blank line. */
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
    const end = foldedEnd(text, at)
    if (end === -1) return undefined
    if (end === at) break
    const colon = text.indexOf(':', at)
    if (colon !== -1 && colon < end) {
      const name = text.slice(at, colon).trimEnd()
      const key = headerKey(name)
      if (key === 'via' && !via[1]) via = [colon + 1, end]
      headers.push({ name, key, value: unfold(text.slice(colon + 1, end)) })
    } else headers.push({ name: '', key: '', value: text.slice(at, end) })
    at = end + 2
  }
  return { start, headers, body: text.slice(at + 2), via }
}

/** The first value of a header, by its key. */
export function headerOf(message: { headers: readonly Header[] }, key: string): string | undefined {
  for (const header of message.headers) if (header.key === key) return header.value
  return undefined
}

/** All values of a header, by its key, in order. */
export function headersOf(message: { headers: readonly Header[] }, key: string): string[] {
  const values: string[] = []
  for (const header of message.headers) if (header.key === key) values.push(header.value)
  return values
}

/** End of the header line that starts at `at`, continuation lines included; -1 when the text breaks off. */
function foldedEnd(text: string, at: number): number {
  let end = text.indexOf('\r\n', at)
  if (end === at) return end
  while (end !== -1 && (text.charCodeAt(end + 2) === 32 || text.charCodeAt(end + 2) === 9))
    end = text.indexOf('\r\n', end + 2)
  return end
}

function unfold(value: string): string {
  return value.includes('\r\n') ? value.replace(/\r\n[ \t]+/g, ' ').trim() : value.trim()
}

function stamp(text: string, scanned: Scanned, address: string, port: number): string {
  const at = scanned.headers.findIndex((header) => header.key === 'via')
  const via = scanned.headers[at]
  if (!via) return text
  const value = stampVia(via.value, address, port)
  scanned.headers[at] = { ...via, value }
  return `${text.slice(0, scanned.via[0])} ${value}${text.slice(scanned.via[1])}`
}

/** What every message has exactly once, RFC 3261 section 8.1.1, and Content-Length, which it has at most once. */
type Singles = {
  from?: string
  to?: string
  'call-id'?: string
  cseq?: string
  'content-length'?: string
}
const isSingle = (key: string): key is keyof Singles =>
  key === 'from' || key === 'to' || key === 'call-id' || key === 'cseq' || key === 'content-length'

/** Collects them; or says what is wrong. */
function singlesOf(headers: readonly Header[]): Singles | string {
  const singles: Singles = {}
  for (const { key, value } of headers) {
    if (key === '') return 'a header without a colon'
    // Others may take it for the end of a line, and what follows for a header of ours.
    if (/[\r\n\0]/.test(value)) return 'a bare line break'
    if (!isSingle(key)) continue
    if (singles[key] !== undefined) return `more than one ${key}`
    singles[key] = value
  }
  return singles
}

/** Reads the headers that every message must have; or says what is wrong. */
function know(text: string, scanned: Scanned): Known | string {
  const { headers } = scanned
  const singles = singlesOf(headers)
  if (typeof singles === 'string') return singles
  const { from, to, 'call-id': callId } = singles
  if (!from || !to || !callId) return 'a mandatory header is missing'
  const via = parseVia(headerOf(scanned, 'via') ?? '')
  const sequence = parseCSeq(singles.cseq)
  const body = cutBody(scanned.body, singles['content-length'])
  if (!via || !sequence || body === undefined) return 'malformed Via, CSeq or Content-Length'
  const fromTag = parameterOf(from, 'tag') ?? ''
  const toTag = parameterOf(to, 'tag')
  return { text, headers, body, via, from, fromTag, to, toTag, callId, ...sequence }
}

/** RFC 3261 section 8.1.1.5: the number is below 2**31. */
function parseCSeq(value = ''): { cseq: number; method: string } | undefined {
  const [, number, method] = /^(\d{1,10})\s+(\S+)$/.exec(value) ?? []
  const cseq = Number(number)
  return method && cseq < 2 ** 31 ? { cseq, method } : undefined
}

/** RFC 3261 section 18.3: more bytes than told are cut off, fewer are an error. */
function cutBody(body: string, length: string | undefined): string | undefined {
  if (length === undefined) return body
  if (!/^\d{1,9}$/.test(length) || Number(length) > body.length) return undefined
  return body.slice(0, Number(length))
}

function asResponse(known: Known, start: string): Response | Flaw {
  const [, code = ''] = start.split(' ')
  const status = code.length === 3 ? Number(code) : 0
  const isStatus = Number.isInteger(status) && status >= 100 && status < 700
  return isStatus ? { ...known, kind: 'response', status } : flaw('malformed status line')
}

function asRequest(known: Known, start: string): Request | Flaw {
  const parts = start.split(' ')
  const [method, uri, version] = parts
  if (parts.length !== 3 || !method || !uri || !version || /[<>"]/.test(uri))
    return flaw('malformed request line', known.headers)
  if (version.toUpperCase() !== 'SIP/2.0')
    return { kind: 'flaw', reason: 'version', status: 505, headers: known.headers }
  if (method !== known.method) return flaw('CSeq names another method', known.headers)
  return { ...known, kind: 'request', uri }
}

function flaw(reason: string, headers?: readonly Header[]): Flaw {
  return headers
    ? { kind: 'flaw', reason, status: 400, headers }
    : { kind: 'flaw', reason, status: 400 }
}

import type { Header, Scanned } from './scan.ts'
import { isAddress, parameterOf, splitList } from './uri.ts'
import type { Via } from './via.ts'

/** What every message has, RFC 3261 section 8.1.1. */
export type Mandatory = {
  readonly via: Via
  readonly from: string
  readonly fromTag: string
  readonly to: string
  readonly toTag: string | undefined
  readonly callId: string
  readonly cseq: number
  /** The method that CSeq names. */
  readonly method: string
  /** As long as Content-Length says. */
  readonly body: string
}

const singles = ['from', 'to', 'call-id', 'cseq', 'content-length', 'max-forwards'] as const
type Single = (typeof singles)[number]
type Singles = { readonly [key in Single]?: string }
const isSingle = (key: string): key is Single => (singles as readonly string[]).includes(key)

/** Reads it, given the top Via; or says what is wrong, in one of a few fixed texts. */
export function readMandatory(scanned: Scanned, via: Via | undefined): Mandatory | string {
  const once = scanned.fault ?? singlesOf(scanned.headers)
  if (typeof once === 'string') return once
  if (!via) return 'Malformed Via'
  const identity = readIdentity(once)
  if (typeof identity === 'string') return identity
  const sequence = readSequence(once.cseq ?? '')
  if (!sequence) return 'Malformed CSeq'
  const body = cutBody(scanned.body, once['content-length'])
  if (body === undefined) return 'Malformed Content-Length'
  return { via, ...identity, ...sequence, body }
}

type DialogIdentity = Pick<Mandatory, 'from' | 'fromTag' | 'to' | 'toTag' | 'callId'>

function readIdentity({ from, to, 'call-id': callId, cseq }: Singles): DialogIdentity | string {
  if (!from || !to || !callId || !cseq) return 'Missing Mandatory Header'
  if (!isAddress(from) || !isAddress(to)) return 'Malformed From Or To'
  if (/[ \t]/.test(callId)) return 'Malformed Call-ID'
  const fromTag = parameterOf(from, 'tag') ?? ''
  return { from, fromTag, to, toTag: parameterOf(to, 'tag'), callId }
}

function singlesOf(headers: readonly Header[]): Singles | string {
  const once: { -readonly [key in Single]?: string } = {}
  for (const { key, value } of headers) {
    if (key === 'contact' && !isContact(value)) return 'Malformed Contact'
    if (!isSingle(key)) continue
    if (once[key] !== undefined) return `More Than One ${key}`
    once[key] = value
  }
  return once
}

const isContact = (value: string): boolean =>
  value === '*' || isAddress(value) || splitList(value).every(isAddress)

/** RFC 3261 section 8.1.1.5: the number is below 2**31. */
function readSequence(value: string): { cseq: number; method: string } | undefined {
  const [, number, method] = /^0*(\d{1,10})[ \t]+([^ \t]+)$/.exec(value) ?? []
  const cseq = Number(number)
  return method && cseq < 2 ** 31 ? { cseq, method } : undefined
}

/** RFC 3261 section 18.3: more bytes than told are cut off, fewer are an error. */
function cutBody(body: string, length: string | undefined): string | undefined {
  if (length === undefined) return body
  if (!/^\d{1,9}$/.test(length) || Number(length) > body.length) return undefined
  return body.slice(0, Number(length))
}

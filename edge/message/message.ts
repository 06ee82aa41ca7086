import { type Mandatory, readMandatory } from './mandatory.ts'
import { type Header, headerOf, scanMessage, type Scanned } from './scan.ts'
import {
  isAnswerable,
  isFault,
  isStatusLine,
  readRequestLine,
  readStatus,
  type StartLineFault,
} from './start-line.ts'
import { isLegible, parseVia, stampVia, type Via } from './via.ts'

type MessageFields = Mandatory & {
  /** The text of the whole message, one character per byte (latin1). */
  readonly text: string
  readonly headers: readonly Header[]
}
export type Request = MessageFields & { readonly kind: 'request'; readonly uri: string }
export type Response = MessageFields & { readonly kind: 'response'; readonly status: number }

/** No SIP message as it should be. `headers` is there when a request can at least be answered with `status`. */
export type Flaw = StartLineFault & { readonly kind: 'flaw'; readonly headers?: readonly Header[] }

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
  if (!scanned) return { kind: 'flaw', reason: 'No SIP Message', status: 400 }
  const via = parseVia(headerOf(scanned, 'via') ?? '')
  if (isStatusLine(scanned.start)) return readResponse(text, scanned, via)
  return readRequest(stamp(text, scanned, via?.host ?? '', address, port), scanned, via)
}

function readResponse(text: string, scanned: Scanned, via: Via | undefined): Response | Flaw {
  const status = readStatus(scanned.start)
  if (status === undefined) return { kind: 'flaw', reason: 'Malformed Status Line', status: 400 }
  const known = know(text, scanned, via)
  if (typeof known === 'string') return { kind: 'flaw', reason: known, status: 400 }
  return { ...known, kind: 'response', status }
}

function readRequest(text: string, scanned: Scanned, via: Via | undefined): Request | Flaw {
  const line = readRequestLine(scanned.start)
  if (isFault(line)) return flawOf(line, scanned)
  const known = know(text, scanned, via)
  if (typeof known === 'string') return flawOf({ reason: known, status: 400 }, scanned)
  if (known.method !== line.method)
    return flawOf({ reason: 'CSeq Names Another Method', status: 400 }, scanned)
  return { ...known, kind: 'request', uri: line.uri }
}

function know(text: string, scanned: Scanned, via: Via | undefined): MessageFields | string {
  const mandatory = readMandatory(scanned, via)
  if (typeof mandatory === 'string') return mandatory
  const excess = scanned.body.length - mandatory.body.length
  const own = excess ? text.slice(0, -excess) : text
  return { text: own, headers: scanned.headers, ...mandatory }
}

/** With the headers where an answer has an addressee and is due: never to an ACK, RFC 3261 section 17. */
function flawOf(fault: StartLineFault, { start, headers }: Scanned): Flaw {
  const flaw = { kind: 'flaw', ...fault } as const
  const isAck = /\sACK$/.test(headerOf({ headers }, 'cseq') ?? '')
  const hasWayBack = isLegible(headerOf({ headers }, 'via') ?? '')
  return hasWayBack && !isAck && isAnswerable(start) ? { ...flaw, headers } : flaw
}

function stamp(
  text: string,
  scanned: Scanned,
  host: string,
  address: string,
  port: number,
): string {
  const at = scanned.headers.findIndex((header) => header.key === 'via')
  const via = scanned.headers[at]
  if (!via) return text
  const value = stampVia(via.value, host, address, port)
  scanned.headers[at] = { ...via, value }
  return `${text.slice(0, scanned.via[0])} ${value}${text.slice(scanned.via[1])}`
}

/*
 * The drachtio application protocol, both directions:
 *
 *   65#b1da63d4-...|authenticate|cymru|tagA,tagB
 *   |  |            |            |
 *   |  id           verb         tokens ... then, where a SIP message goes along, CRLF and the message
 *   bytes after the #
 *
 * Frames are texts of one character per byte.
 */
import { randomUUID } from 'node:crypto'
import type { AppIds } from '../dialog/application.ts'
import type { Hop } from '../hop.ts'

export type AppFrame = {
  readonly id: string
  readonly verb: string
  /** What follows the verb on the meta line. */
  readonly tokens: readonly string[]
  /** The SIP message, or ''. */
  readonly message: string
}

/** The protocol's own limit: five digits of length. */
const maxDigits = 5

/** Cuts a byte stream into frames. `take` returns false when the stream is no such protocol. */
export function createFrameReader(onFrame: (frame: AppFrame) => void): (chunk: string) => boolean {
  let rest = ''
  return (chunk) => {
    rest += chunk
    let at = 0
    for (;;) {
      const hash = rest.indexOf('#', at)
      const digits = rest.slice(at, hash === -1 ? at + maxDigits + 1 : hash)
      if (digits && !/^\d{1,5}$/.test(digits)) return false
      if (hash === -1) break
      if (hash === at) return false
      const end = hash + 1 + Number(digits)
      if (rest.length < end) break
      onFrame(parseFrame(rest.slice(hash + 1, end)))
      at = end
    }
    rest = rest.slice(at)
    return true
  }
}

function parseFrame(payload: string): AppFrame {
  const end = payload.indexOf('\r')
  const meta = end === -1 ? payload : payload.slice(0, end)
  const [id = '', verb = '', ...tokens] = meta.split('|')
  return { id, verb, tokens, message: end === -1 ? '' : payload.slice(end + 2) }
}

export const withLength = (payload: string): string => `${payload.length}#${payload}`

/** The answer to a frame: `OK`, `NO` or `NOK`, and what belongs to it. */
export function reply(frame: AppFrame, ...tokens: readonly string[]): string {
  return `${randomUUID()}|response|${frame.id}|${tokens.join('|')}`
}

/** OK to a request that the application sent, with the message as it went out. */
export function sentRequest(
  frame: AppFrame,
  text: string,
  hop: Hop,
  transactionId: string,
): string {
  const place = hop.transport === 'udp' ? hop.local : hop
  const sent = ['application', text.length, protocolOf(hop), place.address, place.port]
  return `${reply(frame, 'OK', ...sent.map(String), timeOfDay(), transactionId)}|Msg sent:|\r\n${text}`
}

/** OK to a response that the application sent. */
export function sentResponse(
  frame: AppFrame,
  text: string,
  hop: Hop,
  { transactionId, dialogId }: AppIds,
): string {
  const sent = ['application', text.length, protocolOf(hop), hop.address, hop.port]
  const meta = reply(frame, 'OK', ...sent.map(String), timeOfDay(), transactionId, dialogId)
  return `${meta}||Msg sent:|\r\n${text}`
}

/** A final response that a proxied request had from one of its targets; more follows, and at last `OK|done`. */
export function toldResponse(frame: AppFrame, text: string, hop: Hop): string {
  const sent = ['network', text.length, protocolOf(hop), hop.address, hop.port]
  const meta = reply(frame, 'OK', ...sent.map(String), timeOfDay())
  return `${meta}|||continue\r\n${text}`
}

/** A message from the network. `isNew` adds where it was received, as belongs to requests outside a dialog. */
export function fromNetwork(
  text: string,
  hop: Hop,
  { transactionId, dialogId }: AppIds,
  isNew = false,
): string {
  const { local } = hop
  const meta = `${randomUUID()}|sip|network|${text.length}|${protocolOf(hop)}|${hop.address}|${hop.port}`
  const receivedOn = isNew ? `${local.address}|${local.port}|` : ''
  return `${meta}|${timeOfDay()}|${transactionId}|${dialogId}|${receivedOn}\r\n${text}`
}

/** A response that the edge makes up: it looks like one from the network, without an address. */
export function madeUp(text: string, { transactionId, dialogId }: AppIds): string {
  return `${randomUUID()}|sip|network|0||||${timeOfDay()}|${transactionId}|${dialogId}|\r\n${text}`
}

/** A request that the edge itself sent in the application's dialog. */
export function unsolicited(text: string, hop: Hop, dialogId: string): string {
  const meta = `${randomUUID()}|sip|application|${text.length}|${protocolOf(hop)}|${hop.address}|${hop.port}`
  return `${meta}|${timeOfDay()}|unsolicited|${dialogId}|\r\n${text}`
}

/** The protocol knows no ws: it is told as tcp, as drachtio-server does. */
const protocolOf = (hop: Hop): string => (hop.transport === 'udp' ? 'udp' : 'tcp')

/** `HH:MM:SS.uuuuuu`, UTC. */
export const timeOfDay = (): string => `${new Date().toISOString().slice(11, 23)}000`

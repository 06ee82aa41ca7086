import { parseHostPort } from './uri.ts'

/** The topmost Via, RFC 3261 section 20.42: who sent the message, and under which transaction. */
export type Via = {
  /** Host and port as the sender spelled them; part of a server transaction's name. */
  readonly sentBy: string
  readonly host: string
  readonly branch: string
}

/** Undefined when the first element of the value is not a Via. */
export function parseVia(value: string): Via | undefined {
  const element = firstElement(value)
  const semicolon = element.indexOf(';')
  const head = semicolon === -1 ? element : element.slice(0, semicolon).trimEnd()
  const space = Math.max(head.lastIndexOf(' '), head.lastIndexOf('\t'))
  const sentBy = spacedSentBy(head) ?? head.slice(space + 1)
  const place = parseHostPort(sentBy)
  if (space === -1 || !place || !/^SIP\s*\/\s*2\.0\s*\/\s*\S/i.test(head)) return undefined
  return { sentBy, host: place.host, branch: branchOf(element) }
}

/**
 * Adds where the request really came from: `rport` always, so that answers go back through a NAT (RFC 3581), and
 * `received` when the sender names another host.
 */
export function stampVia(value: string, address: string, port: number): string {
  const element = firstElement(value)
  const rest = value.slice(element.length)
  const own = element
    .replace(/;\s*rport(?=\s*(;|$))/i, '')
    .replace(/;\s*received\s*=[^;]*/i, '')
    .trimEnd()
  const host = parseVia(own)?.host
  const received = host === address ? '' : `;received=${address}`
  return `${own}${received};rport=${port}${rest}`
}

function firstElement(value: string): string {
  const comma = value.indexOf(',')
  return comma === -1 ? value : value.slice(0, comma)
}

function branchOf(element: string): string {
  const at = element.indexOf(';branch=')
  if (at === -1) return /;\s*branch\s*=\s*([^;\s]+)/i.exec(element)?.[1] ?? ''
  const end = element.indexOf(';', at + 8)
  return element.slice(at + 8, end === -1 ? undefined : end).trim()
}

/** `host : port`, which RFC 4475 section 3.1.1.1 shows to be legal. */
function spacedSentBy(head: string): string | undefined {
  if (!/\s:|:\s/.test(head)) return undefined
  const match = /([^\s:/]+|\[[^\]]+\])\s*:\s*(\d+)$/.exec(head)
  return match ? `${match[1] ?? ''}:${match[2] ?? ''}` : undefined
}

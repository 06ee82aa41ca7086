import { trimLws } from './header.ts'
import { parseHostPort, splitList } from './uri.ts'

/** The topmost Via, RFC 3261 section 20.42: who sent the message, and under which transaction. */
export type Via = {
  /** Host and port as the sender spelled them; part of a server transaction's name. */
  readonly sentBy: string
  readonly host: string
  readonly branch: string
}

/** Undefined when the first element of the value is no Via of SIP 2.0. */
export function parseVia(value: string): Via | undefined {
  const element = firstElement(value)
  const semicolon = element.indexOf(';')
  const head = semicolon === -1 ? element : element.slice(0, semicolon)
  const sentBy = sentByOf(head)
  const place = sentBy === undefined ? undefined : parseHostPort(sentBy)
  if (sentBy === undefined || !place || hasHoles(value)) return undefined
  return { sentBy, host: place.host, branch: branchOf(element) }
}

/** What follows `SIP/2.0/UDP`, without the spaces that RFC 4475 section 3.1.1.1 shows to be legal everywhere. */
function sentByOf(head: string): string | undefined {
  const slash = head.indexOf('/', head.indexOf('/') + 1)
  if (!/^SIP[ \t]*\/[ \t]*2\.0[ \t]*$/i.test(head.slice(0, slash))) return undefined
  const rest = trimLws(head.slice(slash + 1))
  const gap = rest.search(/[ \t]/)
  return gap < 1 ? undefined : rest.slice(gap).split(':').map(trimLws).join(':')
}

/** It is some Via, malformed or of another version: the sender at least tried to say who he is. */
export const isLegible = (value: string): boolean =>
  /^SIP[ \t]*\/[ \t]*[\d.]+[ \t]*\/[ \t]*[^ \t/]+[ \t]+[\w.[-]/i.test(value)

/** Empty parameters or elements, RFC 4475 section 3.1.2.1. */
const hasHoles = (value: string): boolean =>
  /[;,][ \t]*(?:[;,]|$)/.test(value) && !value.includes('"')

/**
 * Adds where the request really came from: `rport` always, so that answers go back through a NAT (RFC 3581), and
 * `received` when the sender names another host than the address.
 */
export function stampVia(value: string, host: string, address: string, port: number): string {
  const element = firstElement(value)
  const rest = value.slice(element.length)
  const own = trimLws(element).replace(told, '')
  const received = host === address ? '' : `;received=${address}`
  return `${own}${received};rport=${port}${rest}`
}

/** What only we may tell: `rport` with or without a value, and `received`. */
const told = /;[ \t]*(?:rport[ \t]*(?:=[^;]*)?(?=;|$)|received[ \t]*=[^;]*)/gi

function firstElement(value: string): string {
  if (value.includes('"')) return splitList(value)[0] ?? ''
  const comma = value.indexOf(',')
  return comma === -1 ? value : value.slice(0, comma)
}

function branchOf(element: string): string {
  const at = element.indexOf(';branch=')
  if (at === -1) return /;[ \t]*branch[ \t]*=[ \t]*([^; \t]+)/i.exec(element)?.[1] ?? ''
  const end = element.indexOf(';', at + 8)
  return trimLws(element.slice(at + 8, end === -1 ? undefined : end))
}

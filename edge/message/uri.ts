import { isIPv6 } from 'node:net'
import { trimLws } from './header.ts'

/** What the edge needs to know of a SIP URI, RFC 3261 section 19.1. Host and parameters are lower case. */
export type SipUri = {
  readonly scheme: string
  readonly user: string
  readonly host: string
  /** 0 when the URI names none. */
  readonly port: number
  readonly transport: string | undefined
  readonly isLoose: boolean
}

/** Undefined when the text is no sip or sips URI. */
export function parseUri(text: string): SipUri | undefined {
  const colon = text.indexOf(':')
  const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase()
  if (scheme !== 'sip' && scheme !== 'sips') return undefined
  // A user may hold ? and ; and a password, so the last @ comes first.
  const at = text.lastIndexOf('@')
  const user = at === -1 ? '' : text.slice(colon + 1, at)
  const [hostPort = '', ...parameters] = before(text.slice(Math.max(at, colon) + 1), '?').split(';')
  const place = parseHostPort(hostPort)
  if (!place) return undefined
  let transport: string | undefined
  let isLoose = false
  for (const parameter of parameters) {
    const lower = parameter.toLowerCase()
    if (lower.startsWith('transport=')) transport = lower.slice(10)
    else if (lower === 'lr' || lower.startsWith('lr=')) isLoose = true
  }
  return { scheme, user, ...place, transport, isLoose }
}

/** Fit for a request line, RFC 3261 section 19.1.1: of any scheme; a sip URI has no headers and no half escapes. */
export function isRequestUri(text: string): boolean {
  if (!isAbsolute(text)) return false
  if (!/^sips?:/i.test(text)) return true
  return parseUri(text) !== undefined && !hasHeaders(text) && !/%(?![\da-f]{2})/i.test(text)
}

const isAbsolute = (text: string): boolean => /^[a-z][a-z\d+.-]*:[^ \t<>"]+$/i.test(text)

const hasHeaders = (uri: string): boolean => uri.includes('?', uri.lastIndexOf('@') + 1)

/** A From, To or Contact: name and URI in brackets, or a plain URI, RFC 3261 sections 20.10 and 20.20. */
export function isAddress(value: string): boolean {
  const open = afterQuoted(value, '<')
  const close = value.indexOf('>', open)
  if (open !== -1) return close !== -1 && isAbsolute(value.slice(open + 1, close))
  const uri = trimLws(before(value, ';'))
  // What follows a question mark would be the URI's only inside brackets.
  return isAbsolute(uri) && !uri.includes('?')
}

/** `host`, `host:port` or `[v6]:port`; the host comes back without brackets, in lower case, port 0 for none. */
export function parseHostPort(text: string): { host: string; port: number } | undefined {
  const [, name, v6, digits] = /^(?:([\w.-]+)|\[([\da-f:.]+)\])(?::(\d{1,5}))?$/i.exec(text) ?? []
  const host = (name ?? v6)?.toLowerCase()
  if (host === undefined || (v6 !== undefined && !isIPv6(v6))) return undefined
  if (digits === undefined) return { host, port: 0 }
  const port = Number(digits)
  return port > 0 && port < 65_536 ? { host, port } : undefined
}

/** An address as it stands in a URI or a Via: IPv6 in brackets. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

/** The URI of a From, To, Contact or Route value, with or without angle brackets. */
export function uriOf(value: string): string {
  const open = afterQuoted(value, '<')
  if (open === -1) return trimLws(before(value, ';'))
  const close = value.indexOf('>', open)
  return close === -1 ? value.slice(open + 1) : value.slice(open + 1, close)
}

/** A parameter of the header value itself, outside the URI: `tag`, `expires`. */
export function parameterOf(value: string, name: string): string | undefined {
  const open = afterQuoted(value, '<')
  const from = open === -1 ? 0 : value.indexOf('>', open)
  if (from === -1) return undefined
  let at = unquoted(value, ';', from)
  while (at !== -1) {
    const next = unquoted(value, ';', at + 1)
    const parameter = value.slice(at + 1, next === -1 ? undefined : next)
    const equals = parameter.indexOf('=')
    const key = equals === -1 ? parameter : parameter.slice(0, equals)
    if (trimLws(key).toLowerCase() === name)
      return equals === -1 ? '' : trimLws(parameter.slice(equals + 1))
    at = next
  }
  return undefined
}

/** Splits a header value at its commas, but not inside quotes or angle brackets. */
export function splitList(value: string): string[] {
  if (!value.includes(',')) return [value]
  const parts: string[] = []
  let start = 0
  let isQuoted = false
  let isAngled = false
  for (let i = 0; i < value.length; i++) {
    const char = value[i]
    if (isQuoted) {
      if (char === '\\') i++
      else if (char === '"') isQuoted = false
    } else if (char === '"') isQuoted = true
    else if (char === '<') isAngled = true
    else if (char === '>') isAngled = false
    else if (char === ',' && !isAngled) {
      parts.push(trimLws(value.slice(start, i)))
      start = i + 1
    }
  }
  parts.push(trimLws(value.slice(start)))
  return parts
}

/** Where `char` stands outside a quoted display name, or -1. */
function afterQuoted(value: string, char: string): number {
  return value.indexOf(char, value.startsWith('"') ? quoteEnd(value, 0) : 0)
}

/** Where `char` stands from `from` on outside of quoted strings, or -1. */
function unquoted(value: string, char: string, from: number): number {
  for (let at = from; at < value.length; at++) {
    if (value[at] === char) return at
    if (value[at] === '"') at = quoteEnd(value, at) - 1
  }
  return -1
}

/** Just after the quoted string that starts at `quote`; the end of the text when it is never closed. */
function quoteEnd(value: string, quote: number): number {
  let i = quote + 1
  while (i < value.length && value[i] !== '"') i += value[i] === '\\' ? 2 : 1
  return i + 1
}

function before(text: string, mark: string): string {
  const at = text.indexOf(mark)
  return at === -1 ? text : text.slice(0, at)
}

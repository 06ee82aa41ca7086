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
  const noHeaders = before(text.slice(colon + 1), '?')
  const at = noHeaders.lastIndexOf('@')
  const [hostPort = '', ...parameters] = noHeaders.slice(at + 1).split(';')
  const place = parseHostPort(hostPort)
  if (!place) return undefined
  const user = at === -1 ? '' : noHeaders.slice(0, at)
  let transport: string | undefined
  let isLoose = false
  for (const parameter of parameters) {
    const lower = parameter.toLowerCase()
    if (lower.startsWith('transport=')) transport = lower.slice(10)
    else if (lower === 'lr' || lower.startsWith('lr=')) isLoose = true
  }
  return { scheme, user, ...place, transport, isLoose }
}

/** `host`, `host:port` or `[v6]:port`; the host comes back without brackets. */
export function parseHostPort(text: string): { host: string; port: number } | undefined {
  const bracket = text.startsWith('[') ? text.indexOf(']') : 0
  if (bracket === -1) return undefined
  const colon = text.indexOf(':', bracket)
  const end = colon === -1 ? text.length : colon
  const host = (bracket ? text.slice(1, bracket) : text.slice(0, end)).trim().toLowerCase()
  if (!host) return undefined
  if (colon === -1) return { host, port: 0 }
  const port = Number(text.slice(colon + 1))
  return Number.isInteger(port) && port > 0 && port < 65536 ? { host, port } : undefined
}

/** An address as it stands in a URI or a Via: IPv6 in brackets. */
export function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}

/** The URI of a From, To, Contact or Route value, with or without angle brackets. */
export function uriOf(value: string): string {
  const open = afterQuoted(value, '<')
  if (open === -1) return before(value, ';').trim()
  const close = value.indexOf('>', open)
  return close === -1 ? value.slice(open + 1) : value.slice(open + 1, close)
}

/** A parameter of the header value itself, outside the URI: `tag`, `expires`. */
export function parameterOf(value: string, name: string): string | undefined {
  const open = afterQuoted(value, '<')
  const from = open === -1 ? 0 : value.indexOf('>', open)
  if (from === -1) return undefined
  let at = value.indexOf(';', from)
  while (at !== -1) {
    const next = value.indexOf(';', at + 1)
    const parameter = value.slice(at + 1, next === -1 ? undefined : next)
    const equals = parameter.indexOf('=')
    const key = equals === -1 ? parameter : parameter.slice(0, equals)
    if (key.trim().toLowerCase() === name)
      return equals === -1 ? '' : parameter.slice(equals + 1).trim()
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
      parts.push(value.slice(start, i).trim())
      start = i + 1
    }
  }
  parts.push(value.slice(start).trim())
  return parts
}

/** Where `char` stands outside a quoted display name, or -1. */
function afterQuoted(value: string, char: string): number {
  if (!value.startsWith('"')) return value.indexOf(char)
  let i = 1
  while (i < value.length && value[i] !== '"') i += value[i] === '\\' ? 2 : 1
  return value.indexOf(char, i + 1)
}

function before(text: string, mark: string): string {
  const at = text.indexOf(mark)
  return at === -1 ? text : text.slice(0, at)
}

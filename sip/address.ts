/** A From, To or Request-URI, as far as we read it. */
type NameAddr = { readonly name?: string; readonly uri: string; readonly user: string }

/** Reads a name-addr or addr-spec, RFC 3261 section 25.1; lenient in display names. Undefined without a URI. */
export function readAddress(text: string): NameAddr | undefined {
  const bracketed = /^(?:"((?:[^"\\]|\\.)*)"\s*|([^<"]*))<([^>]+)>/.exec(text.trim())
  const uri = bracketed?.[3] ?? /^\s*([a-z]+:[^\s;]+)/i.exec(text)?.[1]
  if (uri === undefined) return undefined
  const name = (bracketed?.[1]?.replace(/\\(.)/g, '$1') ?? bracketed?.[2] ?? '').trim()
  return { ...(name && { name }), uri, user: userOf(uri) }
}

/** The user part, or the number of a tel URI; empty without one. */
export function userOf(uri: string): string {
  const upToHost = /^sips?:([^@]*)@/i.exec(uri)?.[1]?.split(/[;?]/, 1)[0]
  const user = upToHost ?? /^tel:([^;?]*)/i.exec(uri)?.[1] ?? ''
  return decode(user.split(':')[0] ?? '')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}

/** `"name" <sip:user@host>`; what cannot stand in a header is escaped or left out. */
export function writeAddress(host: string, user: string, name?: string): string {
  const escaped = encodeURIComponent(user).replace(/%2B/gi, '+')
  const uri = `<sip:${escaped ? `${escaped}@` : ''}${host}>`
  const shown = name?.replace(/\p{Cc}/gu, ' ').replace(/["\\]/g, '\\$&')
  return shown ? `"${shown}" ${uri}` : uri
}

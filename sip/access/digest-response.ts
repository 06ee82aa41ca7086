import { createHash } from 'node:crypto'

/** Those of RFC 7616 and 8760 that we speak, the strongest first. */
export const algorithms = [
  ...(['SHA-512-256-sess', 'SHA-512-256', 'SHA-256-sess', 'SHA-256'] as const),
  ...(['MD5-sess', 'MD5'] as const),
] as const

export type Algorithm = (typeof algorithms)[number]

/** Undefined for one that nobody here speaks; MD5 where none is named. */
export const readAlgorithm = (text = 'MD5'): Algorithm | undefined =>
  algorithms.find((algorithm) => algorithm.toLowerCase() === text.toLowerCase())

/** What the two ends know of one request. */
export type Digested = {
  readonly algorithm?: Algorithm
  readonly username: string
  readonly realm: string
  readonly nonce: string
  readonly uri: string
  /** Absent in the manner of RFC 2069: then `nc` and `cnonce` do not count. */
  readonly qop?: 'auth' | 'auth-int' | undefined
  readonly nc: string
  readonly cnonce: string
  /** Counts with auth-int only. */
  readonly body?: string
}

/** `response` of RFC 7616 section 3.4.1. */
export function digestResponse(method: string, digested: Digested, password: string): string {
  const { algorithm = 'MD5', username, realm, nonce, uri, qop, nc, cnonce, body = '' } = digested
  const hash = hashOf(algorithm)
  const who = hash(`${username}:${realm}:${password}`)
  const secret = algorithm.endsWith('-sess') ? hash(`${who}:${nonce}:${cnonce}`) : who
  const asked = `${method}:${uri}${qop === 'auth-int' ? `:${hash(body)}` : ''}`
  return hash([secret, nonce, ...(qop ? [nc, cnonce, qop] : []), hash(asked)].join(':'))
}

function hashOf(algorithm: Algorithm): (text: string) => string {
  const name = nodeNames[algorithm]
  return (text) => createHash(name).update(text).digest('hex')
}

const nodeNames: Readonly<Record<Algorithm, string>> = {
  'SHA-512-256-sess': 'sha512-256',
  'SHA-512-256': 'sha512-256',
  'SHA-256-sess': 'sha256',
  'SHA-256': 'sha256',
  'MD5-sess': 'md5',
  MD5: 'md5',
}

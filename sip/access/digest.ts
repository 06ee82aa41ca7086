import { createHash, createHmac, randomBytes } from 'node:crypto'
import { isSameSecret } from './credential.ts'

/** The fields of an Authorization header, RFC 7616 section 3.4. */
export type Authorization = {
  readonly username: string
  readonly realm: string
  readonly nonce: string
  readonly uri: string
  readonly response: string
  readonly nc: string
  readonly cnonce: string
}

export type Verdict =
  | { readonly is: 'right'; readonly user: string }
  /** The password is right, the nonce is not fresh: the client repeats without asking its user. */
  | { readonly is: 'stale' }
  | { readonly is: 'wrong'; readonly user: string }
  /** No usable credentials. */
  | { readonly is: 'absent' }

export interface Digest {
  /** Value of a WWW-Authenticate header. */
  challenge(isStale: boolean): string
  check(method: string, header: string | undefined): Verdict
}

export type DigestOptions = {
  readonly realm: string
  /** Key that signs the nonces. */
  readonly key: string
  readonly passwordOf: (user: string) => string
  readonly now: () => number
}

/** A nonce older than this is stale, ms. */
const nonceLifeMs = 300_000
/** Nonces in use at once whose counts are kept. */
const maxNonces = 20_000

/**
 * Digest authentication with MD5 and qop=auth: the one that every phone and sip.js speaks. Nonces are signed, so none
 * is kept before a right answer uses it; then its count must rise, against replays.
 */
export function createDigest(options: DigestOptions): Digest {
  const counts = createNonceCounts()
  return {
    challenge: (isStale) =>
      `Digest realm="${options.realm}", nonce="${makeNonce(options)}", algorithm=MD5, qop="auth"` +
      (isStale ? ', stale=true' : ''),
    check(method, header) {
      const given = readAuthorization(header)
      if (given?.realm !== options.realm) return { is: 'absent' }
      // `uri` is not compared with the Request-URI: a proxy on the way may have rewritten that.
      const right = digestResponse(method, given, options.passwordOf(given.username))
      if (!isSameSecret(right, given.response)) return { is: 'wrong', user: given.username }
      const issued = whenIssued(options.key, given.nonce)
      if (issued === undefined || options.now() - issued > nonceLifeMs) return { is: 'stale' }
      if (!counts.use(given.nonce, issued, parseInt(given.nc, 16))) return { is: 'stale' }
      return { is: 'right', user: given.username }
    },
  }
}

/** Undefined when it is not Digest with qop=auth and all fields. */
export function readAuthorization(header: string | undefined): Authorization | undefined {
  if (!header || !/^\s*Digest\s/i.test(header)) return undefined
  const fields = readFields(header)
  const algorithm = fields['algorithm']?.toUpperCase() ?? 'MD5'
  if (fields['qop'] !== 'auth' || algorithm !== 'MD5') return undefined
  return needed.every((name) => fields[name]) ? (fields as Authorization) : undefined
}

const needed = ['username', 'realm', 'nonce', 'uri', 'response', 'nc', 'cnonce'] as const

/** `name=token` and `name="quoted"`, the names in lower case. */
function readFields(header: string): Partial<Record<string, string>> {
  const fields: Partial<Record<string, string>> = {}
  for (const [, name = '', quoted, token] of header.matchAll(
    /(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g,
  ))
    fields[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, '$1') ?? token
  return fields
}

/** `response` of RFC 7616 section 3.4.1. */
export function digestResponse(
  method: string,
  { username, realm, nonce, uri, nc, cnonce }: Omit<Authorization, 'response'>,
  password: string,
): string {
  const who = md5(`${username}:${realm}:${password}`)
  return md5(`${who}:${nonce}:${nc}:${cnonce}:auth:${md5(`${method}:${uri}`)}`)
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** `<ms since the epoch, base 36>.<random>.<signature>`. */
function makeNonce({ key, now }: DigestOptions): string {
  const body = `${now().toString(36)}.${randomBytes(6).toString('base64url')}`
  return `${body}.${sign(key, body)}`
}

/** When we issued this nonce, ms; undefined when we did not. */
function whenIssued(key: string, nonce: string): number | undefined {
  const [issued = '', random = '', signature = ''] = nonce.split('.')
  return isSameSecret(sign(key, `${issued}.${random}`), signature)
    ? parseInt(issued, 36)
    : undefined
}

const sign = (key: string, body: string): string =>
  createHmac('sha256', key).update(`nonce:${body}`).digest('base64url').slice(0, 22)

/**
 * The highest count seen of each nonce. When the table is full the oldest is forgotten, and with it every unseen
 * nonce of its age and older: so a forgotten one can't be replayed.
 */
function createNonceCounts(): { use(nonce: string, issued: number, count: number): boolean } {
  const highest = new Map<string, { count: number; issued: number }>()
  let forgottenUntil = 0
  const forgetOldest = (): void => {
    const [oldest] = highest
    if (highest.size < maxNonces || !oldest) return
    highest.delete(oldest[0])
    forgottenUntil = Math.max(forgottenUntil, oldest[1].issued)
  }
  return {
    use(nonce, issued, count) {
      const seen = highest.get(nonce)
      if (!(count > (seen?.count ?? 0))) return false
      if (!seen && issued <= forgottenUntil) return false
      if (!seen) forgetOldest()
      highest.set(nonce, { count, issued })
      return true
    },
  }
}

import { createHmac, randomBytes } from 'node:crypto'
import { isSameSecret } from './credential.ts'
import { readAuthFields } from './digest-fields.ts'
import { type Algorithm, type Digested, digestResponse, readAlgorithm } from './digest-response.ts'

/** The fields of an Authorization header, RFC 7616 section 3.4. */
type Authorization = Digested & { readonly algorithm: Algorithm; readonly response: string }

type DigestVerdict =
  | { readonly is: 'right'; readonly user: string }
  /** The password is right, the nonce is not fresh: the client repeats without asking its user. */
  | { readonly is: 'stale' }
  | { readonly is: 'wrong'; readonly user: string }
  /** No usable credentials. */
  | { readonly is: 'absent' }

/** What we accept. */
export type ServedAlgorithm = 'SHA-256' | 'MD5'

export type Digest = {
  /** Values of as many WWW-Authenticate headers: one of each algorithm, with one nonce. */
  challenges(algorithms: readonly ServedAlgorithm[], isStale: boolean): readonly string[]
  check(method: string, header: string | undefined): DigestVerdict
}

type DigestOptions = {
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
 * Digest authentication with qop=auth, by SHA-256, and by MD5 for those who know nothing else. Nonces are signed, so none
 * is kept before a right answer uses it; then its count must rise, against replays.
 */
export function createDigest(options: DigestOptions): Digest {
  const counts = createNonceCounts()
  return {
    challenges(algorithms, isStale) {
      const nonce = makeNonce(options)
      return algorithms.map(
        (algorithm) =>
          `Digest realm="${options.realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"` +
          (isStale ? ', stale=true' : ''),
      )
    },
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

/** Undefined when it is not Digest by SHA-256 or MD5 with qop=auth and all fields. */
export function readAuthorization(header: string | undefined): Authorization | undefined {
  const [{ scheme, fields } = { scheme: '', fields: {} }] = readAuthFields(header)
  const algorithm = readAlgorithm(fields['algorithm'])
  const isServed = algorithm === 'SHA-256' || algorithm === 'MD5'
  if (scheme !== 'digest' || fields['qop'] !== 'auth' || !isServed) return undefined
  // Each of them is a text by then.
  return needed.every((name) => fields[name])
    ? ({ ...fields, algorithm } as Authorization)
    : undefined
}

const needed = ['username', 'realm', 'nonce', 'uri', 'response', 'nc', 'cnonce'] as const

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

import { randomBytes } from 'node:crypto'
import type { Headers } from '../message.ts'
import { type AuthFields, quote, readAuthFields } from './digest-fields.ts'
import { type Algorithm, algorithms, digestResponse, readAlgorithm } from './digest-response.ts'

type DigestAccount = {
  readonly user: string
  readonly password: string
  /** Where several realms challenge at once, this one is answered. */
  readonly realm?: string
}

export type SignedRequest = {
  readonly method: string
  readonly uri: string
  readonly body?: string
}

/** A response, as far as a challenge needs it. */
export type Challenging = { readonly status: number; get(header: string): string | undefined }

/** One account's side of digest authentication, RFC 7616 and RFC 3261 section 22. */
export type DigestClient = {
  /** The credentials for every challenge learned so far; none before the first. */
  readonly headersFor: (asked: SignedRequest) => Headers
  /** Takes up the challenge of a 401 or 407; undefined where there is none that we can answer. */
  readonly learn: (
    response: Challenging,
  ) => { readonly by: CredentialsHeader; readonly isStale: boolean } | undefined
}

type CredentialsHeader = 'Authorization' | 'Proxy-Authorization'

type Challenge = {
  readonly realm: string
  readonly nonce: string
  readonly opaque?: string | undefined
  /** As the server spelled it; absent where it named none. */
  readonly named?: string | undefined
  readonly algorithm: Algorithm
  readonly qop?: 'auth' | 'auth-int' | undefined
  readonly isStale: boolean
}

/** One challenge and what was answered to it; `-sess` wants the same cnonce throughout. */
type DigestSession = { readonly challenge: Challenge; readonly cnonce: string; count: number }

export function createDigestClient(
  account: DigestAccount,
  makeCnonce = (): string => randomBytes(12).toString('hex'),
): DigestClient {
  const known = new Map<CredentialsHeader, DigestSession>()
  return {
    headersFor(asked) {
      const headers: Headers = {}
      for (const [way, session] of known) {
        session.count += 1
        const nc = session.count.toString(16).padStart(8, '0')
        headers[way] = answer(session, account, asked, nc)
      }
      return headers
    },
    learn(response) {
      const by = response.status === 401 ? 'Authorization' : 'Proxy-Authorization'
      if (response.status !== 401 && response.status !== 407) return undefined
      const header = response.status === 401 ? 'www-authenticate' : 'proxy-authenticate'
      const challenge = chooseChallenge(response.get(header), account.realm)
      if (!challenge) return undefined
      known.set(by, { challenge, cnonce: makeCnonce(), count: 0 })
      return { by, isStale: challenge.isStale }
    },
  }
}

/** Of the realm that is ours, where it is among them, the strongest that we speak. */
export function chooseChallenge(header: string | undefined, realm?: string): Challenge | undefined {
  const readable = readAuthFields(header).flatMap(readChallenge)
  const ours = readable.filter((challenge) => challenge.realm === realm)
  return (ours.length > 0 ? ours : readable).sort(
    (one, other) => algorithms.indexOf(one.algorithm) - algorithms.indexOf(other.algorithm),
  )[0]
}

function readChallenge({ scheme, fields }: AuthFields): Challenge[] {
  const { realm, nonce, opaque, stale } = fields
  const algorithm = readAlgorithm(fields['algorithm'])
  const offered = fields['qop']?.split(',').map((qop) => qop.trim().toLowerCase())
  const qop = (['auth', 'auth-int'] as const).find((known) => offered?.includes(known))
  const isReadable = scheme === 'digest' && realm !== undefined && nonce !== undefined
  if (!isReadable || !algorithm || (offered && !qop)) return []
  const isStale = stale?.toLowerCase() === 'true'
  return [{ realm, nonce, opaque, named: fields['algorithm'], algorithm, qop, isStale }]
}

function answer(
  { challenge, cnonce }: DigestSession,
  { user: username, password }: DigestAccount,
  { method, uri, body = '' }: SignedRequest,
  nc: string,
): string {
  const { realm, nonce, opaque, named, qop } = challenge
  const response = digestResponse(
    method,
    { ...challenge, nc, cnonce, username, uri, body },
    password,
  )
  const isCounted = qop !== undefined || challenge.algorithm.endsWith('-sess')
  return [
    `Digest username=${quote(username)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(uri)}`,
    `response="${response}"`,
    ...(named ? [`algorithm=${named}`] : []),
    ...(isCounted ? [`cnonce="${cnonce}"`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(qop ? [`qop=${qop}`, `nc=${nc}`] : []),
  ].join(', ')
}

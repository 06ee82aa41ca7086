import type { ReasonCode } from '../../core/reason-code.ts'
import { inRows, type SipRequest, type SipResponse } from '../message.ts'
import { reasonHeader } from '../reason.ts'
import type { SignallingOptions } from '../signalling.ts'
import { createChallengeChoice } from './challenge-choice.ts'
import { passwordOf, ownerOfCredential } from './credential.ts'
import { createDigest } from './digest.ts'

export type DigestAuthenticator = {
  /** Who sent this request, by a sitting's digest. Undefined: the gate answered 401 or 403 itself. */
  authenticate(request: SipRequest, response: SipResponse): string | undefined
}

type DigestAuthenticatorOptions = {
  /** Key of the sitting passwords. */
  readonly secret: string
  readonly realm: string
  readonly now: () => number
  readonly log: (fields: object, message: string) => void
  readonly onRefusal?: SignallingOptions['onRefusal']
}

/** Wrong passwords of one user from one address in one minute; the next ones get 403. */
const maxWrong = 5
const minuteMs = 60_000
/** Pairs of address and user that are watched at once. */
const maxWatched = 10_000

export function createDigestAuthenticator(
  options: DigestAuthenticatorOptions,
): DigestAuthenticator {
  const { secret, realm, now, log, onRefusal } = options
  const digest = createDigest({
    realm,
    key: secret,
    passwordOf: (user) => passwordOf(secret, user),
    now,
  })
  const wrongs = createWrongs(now)
  const choice = createChallengeChoice(now)

  const challenge = (request: SipRequest, response: SipResponse, isStale = false): void => {
    const rows = digest.challenges(choice.algorithmsFor(request), isStale)
    response.send(401, { headers: { 'WWW-Authenticate': inRows('WWW-Authenticate', rows) } })
  }
  const forbid = (response: SipResponse): void => {
    response.send(403, { headers: reasonHeader('not-authorized') })
  }

  const note = ({ method, source_address: address }: SipRequest, reason: ReasonCode): void => {
    log({ reason, method, address }, 'not admitted')
    onRefusal?.({ direction: 'in', method: method === 'REGISTER' ? method : 'INVITE', reason })
  }

  return {
    authenticate(request, response) {
      const verdict = digest.check(request.method, request.get('authorization'))
      if (verdict.is !== 'absent') choice.sawAnswer(request)
      if (verdict.is === 'absent' || verdict.is === 'stale') {
        challenge(request, response, verdict.is === 'stale')
        return undefined
      }
      const source = `${request.source_address} ${verdict.user}`
      const isTooMany = wrongs.isTooMany(source)
      const who =
        isTooMany || verdict.is === 'wrong' ? undefined : ownerOfCredential(verdict.user, now())
      if (who !== undefined) return who
      note(request, isTooMany ? 'too-many-attempts' : 'bad-credentials')
      if (verdict.is === 'wrong') wrongs.add(source)
      // An expired sitting is told plainly: repeating the password would not help.
      if (isTooMany || verdict.is === 'right') forbid(response)
      else challenge(request, response)
      return undefined
    },
  }
}

/** Counts wrong passwords per source in a window of a minute. */
function createWrongs(now: () => number): {
  add(source: string): void
  isTooMany(source: string): boolean
} {
  const windows = new Map<string, { since: number; count: number }>()
  const windowOf = (source: string): { since: number; count: number } => {
    const window = windows.get(source)
    return window && now() - window.since < minuteMs ? window : { since: now(), count: 0 }
  }
  return {
    add(source) {
      const { since, count } = windowOf(source)
      windows.delete(source)
      const [oldest] = windows.keys()
      if (windows.size >= maxWatched && oldest !== undefined) windows.delete(oldest)
      windows.set(source, { since, count: count + 1 })
    },
    isTooMany: (source) => windowOf(source).count >= maxWrong,
  }
}

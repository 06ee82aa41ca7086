import type { SipRequest } from '../message.ts'
import { cameByWebSocket } from '../request-source.ts'
import type { ServedAlgorithm } from './digest.ts'

/** RFC 7616 section 3.7: the best first, a client takes the first that it knows. */
const both: readonly ServedAlgorithm[] = ['SHA-256', 'MD5']
const weakest: readonly ServedAlgorithm[] = ['MD5']

/** Give up at a challenge that they do not know, whatever stands beside it. */
const limited = /^baresip v[01]\./i
const memoryMs = 300_000
const maxRemembered = 10_000

type ChallengeChoice = {
  /** Of a request without usable credentials: what to challenge it by. */
  readonly algorithmsFor: (request: SipRequest) => readonly ServedAlgorithm[]
  /** It came with credentials: whoever sent it understands us. */
  readonly sawAnswer: (request: SipRequest) => void
}

/**
 * Whom to ask for SHA-256. sip.js reads the first challenge only and knows MD5 only (its SIP is inside TLS, its password
 * a random one). A phone that comes back without an answer is not asked for SHA-256 again for some minutes.
 */
export function createChallengeChoice(now: () => number): ChallengeChoice {
  const asked = new Map<string, number>()
  return {
    algorithmsFor(request) {
      if (cameByWebSocket(request) || limited.test(request.get('user-agent') ?? '')) return weakest
      const key = keyOf(request)
      const before = asked.get(key)
      if (before !== undefined && now() - before < memoryMs) return weakest
      const [oldest] = asked.keys()
      if (asked.size >= maxRemembered && oldest !== undefined) asked.delete(oldest)
      asked.delete(key)
      asked.set(key, now())
      return both
    },
    sawAnswer: (request) => void asked.delete(keyOf(request)),
  }
}

const keyOf = (request: SipRequest): string => {
  const user = /sips?:([^@>;]*)@/i.exec(request.get('from') ?? '')?.[1] ?? ''
  return `${request.source_address}:${request.source_port} ${user}`
}

import type { Headers } from '../message.ts'
import type { SignedRequest, Challenging, DigestClient } from './digest-client.ts'

/** Of one request: a server's, a proxy's, and a stale nonce of each. */
const mostTries = 5

/**
 * Sends a request, and again with credentials when it is challenged: `send` gets them, and the response before, whose
 * Call-ID, From and CSeq the next try goes on from (RFC 3261 section 22.2). An account that was answered once and is
 * challenged again, without a word of staleness, is refused for good.
 */
export async function sendAuthorized<Response extends Challenging>(
  digest: DigestClient | undefined,
  asked: SignedRequest,
  send: (credentials: Headers, before: Response | undefined) => Promise<Response>,
): Promise<Response> {
  const answered = new Set<string>()
  let before: Response | undefined
  for (let tries = 1; ; tries += 1) {
    const response = await send(digest?.headersFor(asked) ?? {}, before)
    const challenge = digest?.learn(response)
    const isRefused = challenge && answered.has(challenge.by) && !challenge.isStale
    if (!challenge || isRefused || tries === mostTries) return response
    answered.add(challenge.by)
    before = response
  }
}

/** How a request outside of dialogs goes on from a challenge: the same Call-ID and From, the next CSeq. */
export function nextAttempt(before: Challenging | undefined, method: string): Headers {
  if (!before) return {}
  const cseq = parseInt(before.get('cseq') ?? '', 10)
  const [callId, from] = [before.get('call-id'), before.get('from')]
  return {
    ...(callId && { 'Call-ID': callId }),
    ...(from && { From: from }),
    ...(cseq >= 0 && { CSeq: `${cseq + 1} ${method}` }),
  }
}

import { randomUUID } from 'node:crypto'
import { createDigest, type ServedAlgorithm } from '../../sip/access/digest.ts'
import { openEndpoint, type Respond } from '../../testkit/phone/endpoint.ts'
import {
  type Header,
  headerOf,
  methodOf,
  type SipMessage,
  statusOf,
} from '../../testkit/phone/sip-text.ts'

const host = '127.0.0.1'

export type CarrierOptions = {
  readonly password?: string
  readonly algorithms?: readonly ServedAlgorithm[]
  /** Of these methods every request must be authorized, by 401 or as a proxy by 407. */
  readonly challenges?: readonly string[]
  readonly challengeStatus?: 401 | 407
  /** What it says to a request that may pass; 200 where it says nothing. */
  readonly answer?: (request: SipMessage, respond: Respond) => void
}

/** A small carrier: a registrar and a far end of calls, on one UDP socket. */
export async function openCarrier(options: CarrierOptions = {}) {
  const { password = 'secret', challenges = [], challengeStatus: status = 401 } = options
  const carrier = { answer: options.answer, isSilent: false }
  const digest = createDigest({
    realm: 'carrier, inc',
    key: randomUUID(),
    now: Date.now,
    passwordOf: () => password,
  })
  const [asks, answers] =
    status === 401
      ? (['WWW-Authenticate', 'authorization'] as const)
      : (['Proxy-Authenticate', 'proxy-authorization'] as const)
  const seen: SipMessage[] = []
  const taken = new Set<SipMessage>()

  const challenge = (isStale: boolean): Header[] =>
    digest
      .challenges(options.algorithms ?? ['SHA-256', 'MD5'], isStale)
      .map((value): Header => [asks, value])

  const endpoint = await openEndpoint(host, (request, respond) => {
    if (carrier.isSilent) return
    seen.push(request)
    const method = methodOf(request)
    if (challenges.includes(method)) {
      const verdict = digest.check(method, headerOf(request, answers) || undefined)
      if (verdict.is !== 'right') {
        respond(status, challenge(verdict.is === 'stale'))
        return
      }
    }
    if (carrier.answer) carrier.answer(request, respond)
    else respond(200, method === 'REGISTER' ? [registered(request)] : [])
  })

  return {
    endpoint,
    uri: `sip:${host}:${endpoint.port}`,
    /** Can be changed while it runs. */
    carrier,
    seen,
    /** The next request of this method, waited for. */
    async next(method: string): Promise<SipMessage> {
      for (let waited = 0; waited < 8000; waited += 5) {
        const found = seen.find((request) => methodOf(request) === method && !taken.has(request))
        if (found) {
          taken.add(found)
          return found
        }
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      throw new Error(`no ${method}; there were ${seen.map(({ start }) => start).join(' | ')}`)
    },
    /** Sends an INVITE; gives every response. */
    invite(to: { uri: string; port: number }, headers: readonly Header[], body: string) {
      const responses: SipMessage[] = []
      const message: SipMessage = {
        start: `INVITE ${to.uri} SIP/2.0`,
        headers: [
          ['From', `"Li Na" <sip:13800138000@${host}>;tag=${randomUUID().slice(0, 8)}`],
          ['To', `<${to.uri}>`],
          ['Call-ID', randomUUID()],
          ['CSeq', '1 INVITE'],
          ['Contact', `<sip:carrier@${host}:${endpoint.port}>`],
          ['Max-Forwards', '70'],
          ['Content-Type', 'application/sdp'],
          ...headers,
        ].filter(
          ([name], at, all) => all.findLastIndex(([other]) => other === name) === at,
        ) as Header[],
        body,
      }
      return new Promise<SipMessage>((resolve) => {
        endpoint.request({ host, port: to.port }, message, (response) => {
          responses.push(response)
          if (statusOf(response) >= 200) resolve(response)
        })
      })
    },
    close: () => endpoint.close(),
  }
}

export type Carrier = Awaited<ReturnType<typeof openCarrier>>

const registered = (request: SipMessage): Header => [
  'Contact',
  `${headerOf(request, 'contact')};expires=600`,
]

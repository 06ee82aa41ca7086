import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Edge, startEdge } from '../../edge/start-edge.ts'
import { type DeviceCredential, issueCredential } from '../../sip/access/credential.ts'
import { digestResponse, readAlgorithm } from '../../sip/access/digest-response.ts'
import type { Signalling, SignallingFact, SignallingOptions } from '../../sip/signalling.ts'
import { startSignalling } from '../../sip/start-signalling.ts'
import { openEndpoint } from '../phone/endpoint.ts'
import { type Header, headerOf, type SipMessage, statusOf } from '../phone/sip-text.ts'
import { within } from '../within.ts'

const host = '127.0.0.1'
export const secret = 'the key of the sittings'

/** In this process, or one of its own that can be killed. */
export type EdgeUnderTest = Pick<Edge, 'sipPort' | 'wsPort' | 'appPort' | 'stop'>

/** The signalling room on a real edge. */
export type SipStage = {
  readonly signalling: Signalling
  readonly edge: EdgeUnderTest
  readonly uri: (user: string) => string
  readonly facts: SignallingFact[]
  /** The first fact of this type not yet taken, waited for up to 5 s. */
  readonly next: <Type extends SignallingFact['type']>(
    type: Type,
  ) => Promise<Extract<SignallingFact, { type: Type }>>
  readonly logged: { fields: object; message: string }[]
  readonly stop: () => Promise<void>
}

export async function createSipStage(
  onReoffer: SignallingOptions['onReoffer'] = () => Promise.reject(new Error('no re-INVITE')),
  given?: EdgeUnderTest,
  more: Partial<SignallingOptions> = {},
): Promise<SipStage> {
  const ports = { sipPort: 0, wsPort: 0, appPort: 0 }
  const edge = given ?? (await startEdge({ host, secret: 'drachtio', ...ports }))
  const facts: SignallingFact[] = []
  const taken = new Set<SignallingFact>()
  const logged: SipStage['logged'] = []
  const signalling = await startSignalling({
    drachtio: { host, port: edge.appPort, secret: 'drachtio' },
    host,
    secret,
    voice: 'v1',
    onFact: (fact) => void facts.push(fact),
    onReoffer,
    log: (fields, message) => void logged.push({ fields, message }),
    ...more,
  })
  return {
    signalling,
    edge,
    uri: (user) => `sip:${user}@${host}:${edge.sipPort}`,
    facts,
    async next<Type extends SignallingFact['type']>(type: Type) {
      for (let waited = 0; waited < 5000; waited += 5) {
        const fact = facts.find((fact) => fact.type === type && !taken.has(fact))
        if (fact) {
          taken.add(fact)
          return fact as Extract<SignallingFact, { type: Type }>
        }
        await sleep(5)
      }
      throw new Error(`no ${type} in 5 s; there were ${JSON.stringify(facts)}`)
    },
    logged,
    async stop() {
      await signalling.stop()
      await sleep(20) // the edge hangs up what is left
      await edge.stop()
    },
  }
}

/** The answer of a phone that speaks for this sitting to a 401. */
export function authorize(
  method: string,
  uri: string,
  challenge: string,
  sitting: DeviceCredential,
): Header {
  const field = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
  const algorithm = readAlgorithm(/algorithm=([\w-]+)/.exec(challenge)?.[1]) ?? 'MD5'
  const fields = {
    username: sitting.user,
    realm: field('realm'),
    nonce: field('nonce'),
    uri,
    nc: '00000001',
    cnonce: randomUUID(),
  }
  const digested = { ...fields, algorithm, qop: 'auth' } as const
  const response = digestResponse(method, digested, sitting.password)
  const text = Object.entries({ ...fields, response })
    .map(([name, value]) => (name === 'nc' ? `nc=${value}` : `${name}="${value}"`))
    .join(', ')
  return ['Authorization', `Digest ${text}, algorithm=${algorithm}, qop=auth`]
}

export const sittingOf = (who: string, livesMs = 60_000): DeviceCredential =>
  issueCredential(secret, who, Date.now() + livesMs, randomUUID().slice(0, 8))

/** Sends single requests from a socket of its own. */
export async function createSender(port: number) {
  const endpoint = await openEndpoint(host, (_request, respond) => respond(481))
  const callId = randomUUID()
  let cseq = 0
  const send = (
    method: string,
    headers: readonly Header[] = [],
    body = '',
    user = '1001',
  ): Promise<SipMessage> => {
    cseq += 1
    const message: SipMessage = {
      start: `${method} sip:${user}@${host}:${port} SIP/2.0`,
      headers: [
        ...pick(headers, 'From', `<sip:${user}@${host}>;tag=${randomUUID()}`),
        ...pick(headers, 'To', `<sip:${user}@${host}>`),
        ...pick(headers, 'Call-ID', callId),
        ['CSeq', `${cseq} ${method}`],
        ['Max-Forwards', '70'],
        ...headers,
      ],
      body,
    }
    const final = new Promise<SipMessage>((resolve) =>
      endpoint.request({ host, port }, message, (response) => {
        if (statusOf(response) >= 200) resolve(response)
      }),
    )
    return within(`final response to ${message.start}`, final)
  }
  return {
    port: endpoint.port,
    send,
    /** REGISTER, and once more with the sitting's digest. */
    async register(sitting: DeviceCredential, contact: string, user = '1001'): Promise<SipMessage> {
      const headers: Header[] = [['Contact', contact]]
      const challenged = await send('REGISTER', headers, '', user)
      if (statusOf(challenged) !== 401) return challenged
      const challenge = headerOf(challenged, 'www-authenticate')
      const uri = `sip:${user}@${host}:${port}`
      return send(
        'REGISTER',
        [...headers, authorize('REGISTER', uri, challenge, sitting)],
        '',
        user,
      )
    },
    close: () => endpoint.close(),
  }
}

const pick = (given: readonly Header[], name: string, value: string): Header[] =>
  given.some(([header]) => header === name) ? [] : [[name, value]]

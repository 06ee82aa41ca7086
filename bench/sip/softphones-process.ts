import { once } from 'node:events'
import WebSocket from 'ws'
import { issueCredential, type DeviceCredential } from '../../sip/access/credential.ts'
import { digestResponse } from '../../sip/access/digest-response.ts'
import { valueOf } from './caller-text.ts'
import type { Refreshed, SoftphoneOrder } from './softphones.ts'

// The process of `softphones.ts`.

/** So many connect at a time, as after a restart of the edge, which sip.js spreads. */
const atOnce = 20
const dayMs = 86_400_000

process.on('disconnect', () => process.exit())
// The boundary: `softphones.ts` gives nothing else.
const { phones, wsPort, secret, refreshSeconds } = JSON.parse(
  process.argv[2] ?? '',
) as SoftphoneOrder
let [answered, refused] = [0, 0]

/** One browser tab. */
class Softphone {
  readonly #who: string
  readonly #sitting: DeviceCredential
  readonly #socket: WebSocket
  #registered: () => void = () => undefined
  /** What the last 401 said, and how often its nonce was used. */
  #challenge = ''
  #uses = 0
  #cseq = 0

  constructor(n: number) {
    this.#who = `a${n}`
    this.#sitting = issueCredential(secret, this.#who, Date.now() + dayMs, String(n))
    this.#socket = new WebSocket(`ws://127.0.0.1:${wsPort}/`, 'sip', { perMessageDeflate: false })
    this.#socket.on('message', (data) => this.#hear((data as Buffer).toString('latin1')))
    this.#socket.on('error', () => process.exit(1))
  }

  async register(): Promise<void> {
    await once(this.#socket, 'open')
    const done = new Promise<void>((resolve) => (this.#registered = resolve))
    this.#ask()
    await done
    setInterval(() => this.#ask(), refreshSeconds * 1000)
  }

  #ask(): void {
    const [who, cseq] = [this.#who, (this.#cseq += 1)]
    const aor = `sip:${who}@127.0.0.1`
    this.#socket.send(
      `REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/WS ${who}.invalid;branch=z9hG4bK${who}x${cseq}\r\n` +
        `Max-Forwards: 70\r\nTo: <${aor}>\r\nFrom: <${aor}>;tag=${who}\r\nCall-ID: ${who}\r\n` +
        `CSeq: ${cseq} REGISTER\r\nContact: <sip:${who}@${who}.invalid;transport=ws>;expires=60\r\n` +
        `${this.#challenge ? this.#credentials() : ''}Content-Length: 0\r\n\r\n`,
    )
  }

  #credentials(): string {
    const field = (name: string): string =>
      new RegExp(`${name}="([^"]*)"`).exec(this.#challenge)?.[1] ?? ''
    const [realm, nonce, uri] = [field('realm'), field('nonce'), 'sip:127.0.0.1']
    const nc = (this.#uses += 1).toString(16).padStart(8, '0')
    const algorithm = this.#challenge.includes('SHA-256') ? 'SHA-256' : 'MD5'
    const username = this.#sitting.user
    const digested = {
      username,
      realm,
      nonce,
      uri,
      nc,
      cnonce: 'c',
      algorithm,
      qop: 'auth',
    } as const
    const response = digestResponse('REGISTER', digested, this.#sitting.password)
    return (
      `Authorization: Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", ` +
      `nc=${nc}, cnonce="c", response="${response}", algorithm=${algorithm}, qop=auth\r\n`
    )
  }

  #hear(text: string): void {
    if (text.startsWith('SIP/2.0 401')) {
      this.#challenge = valueOf(text, 'WWW-Authenticate')
      this.#uses = 0
      this.#ask()
    } else if (text.startsWith('SIP/2.0 200')) {
      answered += 1
      this.#registered()
    } else refused += 1
  }
}

for (let n = 0; n < phones; n += atOnce) {
  const some = Array.from({ length: Math.min(atOnce, phones - n) }, (_, i) => new Softphone(n + i))
  await Promise.all(some.map((phone) => phone.register()))
}
process.on('message', () => {
  const refreshed: Refreshed = { answered, refused }
  ;[answered, refused] = [0, 0]
  process.send?.(refreshed)
})
process.send?.('registered')

import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import {
  type Header,
  type SipMessage,
  headerOf,
  headersOf,
  isSip,
  methodOf,
  read,
  statusOf,
  write,
} from './sip-text.ts'

export type Respond = (status: number, headers?: readonly Header[], body?: string) => void
export type Address = { readonly host: string; readonly port: number }

/** SIP over one UDP socket with the retransmissions of RFC 3261 section 17. */
export type Endpoint = {
  readonly port: number
  /** Sends until a response comes. `onResponse` hears every response, a retransmitted 200 too. */
  request(to: Address, message: SipMessage, onResponse: (response: SipMessage) => void): string
  /** Sends once: an ACK, or what belongs to an existing branch (CANCEL has the INVITE's). */
  sendOnce(to: Address, message: SipMessage, branch?: string): void
  close(): void
}

const t1Ms = 500
const attempts = 7
const phrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  480: 'Temporarily Unavailable',
  481: 'Call Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  603: 'Decline',
}

export async function openEndpoint(
  host: string,
  onRequest: (request: SipMessage, respond: Respond) => void,
): Promise<Endpoint> {
  const socket = createSocket('udp4')
  socket.on('error', () => undefined)
  await new Promise<void>((resolve) => socket.bind(0, host, resolve))
  const port = socket.address().port

  const repeats = new Map<string, NodeJS.Timeout>()
  const listeners = new Map<string, (response: SipMessage) => void>()
  const responses = new Map<string, () => void>()

  const stopRepeating = (key: string) => {
    clearTimeout(repeats.get(key))
    repeats.delete(key)
  }
  const repeat = (key: string, send: () => void, attempt = 1) => {
    send()
    if (attempt === attempts) {
      stopRepeating(key)
      return
    }
    const wait = Math.min(t1Ms * 2 ** (attempt - 1), 4000)
    repeats.set(
      key,
      setTimeout(() => repeat(key, send, attempt + 1), wait),
    )
  }
  const send = (to: Address, text: string) => socket.send(text, to.port, to.host)
  const withVia = (message: SipMessage, branch: string): string =>
    write({
      ...message,
      headers: [['Via', `SIP/2.0/UDP ${host}:${port};branch=${branch};rport`], ...message.headers],
    })

  const hearResponse = (response: SipMessage) => {
    const key = transactionOf(response)
    stopRepeating(key)
    listeners.get(key)?.(response)
  }

  const hearRequest = (request: SipMessage, from: Address) => {
    const call = `${headerOf(request, 'call-id')} ${parseInt(headerOf(request, 'cseq'), 10)}`
    if (methodOf(request) === 'ACK') stopRepeating(call)
    const key = transactionOf(request)
    const again = responses.get(key)
    if (again) {
      again()
      return
    }
    if (methodOf(request) !== 'ACK') responses.set(key, () => undefined)
    onRequest(request, (status, headers = [], body = '') => {
      const text = responseTo(request, status, headers, body)
      const sendIt = () => send(from, text)
      responses.set(key, sendIt)
      const needsAck = methodOf(request) === 'INVITE' && status >= 200
      if (needsAck) repeat(call, sendIt)
      else sendIt()
    })
  }

  socket.on('message', (data, from) => {
    const text = data.toString()
    if (!isSip(text)) return // a keep-alive, or a stray datagram
    const message = read(text)
    if (statusOf(message)) hearResponse(message)
    else hearRequest(message, { host: from.address, port: from.port })
  })

  return {
    port,
    request(to, message, onResponse) {
      const branch = `z9hG4bK${randomUUID()}`
      const key = `${branch} ${methodOf(message)}`
      const text = withVia(message, branch)
      listeners.set(key, onResponse)
      repeat(key, () => send(to, text))
      return branch
    },
    sendOnce(to, message, branch = `z9hG4bK${randomUUID()}`) {
      send(to, withVia(message, branch))
    },
    close() {
      for (const timer of repeats.values()) clearTimeout(timer)
      repeats.clear()
      socket.close()
    },
  }
}

/** Branch and method, RFC 3261 section 17.1.3. */
function transactionOf(message: SipMessage): string {
  const branch = /;\s*branch=([^;,\s]+)/.exec(headerOf(message, 'via'))?.[1] ?? ''
  return `${branch} ${headerOf(message, 'cseq').split(/\s+/)[1] ?? ''}`
}

function responseTo(
  request: SipMessage,
  status: number,
  headers: readonly Header[],
  body: string,
): string {
  const copied = ['via', 'record-route', 'from', 'call-id', 'cseq'].flatMap((name) =>
    headersOf(request, name).map((value): Header => [name, value]),
  )
  const start = `SIP/2.0 ${status} ${phrases[status] ?? 'Unknown'}`
  const to: Header[] = headers.some(([name]) => name === 'To')
    ? []
    : [['To', headerOf(request, 'to')]]
  return write({ start, headers: [...copied, ...to, ...headers], body })
}

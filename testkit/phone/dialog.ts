import type { Address, Endpoint } from './endpoint.ts'
import { type Header, type SipMessage, addressOf, statusOf, headerOf } from './sip-text.ts'

/** One end of a SIP dialog, RFC 3261 section 12. */
export type Dialog = {
  readonly callId: string
  /** The whole header values, with tags. */
  readonly local: string
  remote: string
  /** The far end's Contact; before an answer the URI that is called. */
  target: string
  routes: readonly string[]
  cseq: number
  readonly contact: string
}

export function nextHop(dialog: Dialog): Address {
  const route = /<([^>]*)>/.exec(dialog.routes[0] ?? '')?.[1]
  return addressOf(route ?? dialog.target)
}

export function requestIn(
  dialog: Dialog,
  method: string,
  cseq: number,
  headers: readonly Header[] = [],
  body = '',
): SipMessage {
  return {
    start: `${method} ${dialog.target} SIP/2.0`,
    headers: [
      ...dialog.routes.map((route): Header => ['Route', route]),
      ['Max-Forwards', '70'],
      ['From', dialog.local],
      ['To', dialog.remote],
      ['Call-ID', dialog.callId],
      ['CSeq', `${cseq} ${method}`],
      ['Contact', `<${dialog.contact}>`],
      ...headers,
    ],
    body,
  }
}

/** Sends a request and hears its responses; an INVITE's final responses are acknowledged. Gives what cancels it. */
export function ask(
  endpoint: Endpoint,
  dialog: Dialog,
  request: { method: string; headers?: readonly Header[]; body?: string },
  onResponse: (response: SipMessage) => void,
): () => void {
  const cseq = ++dialog.cseq
  const to = nextHop(dialog)
  const message = requestIn(dialog, request.method, cseq, request.headers, request.body)
  let isFinal = false
  const branch = endpoint.request(to, message, (response) => {
    const isFirstFinal = statusOf(response) >= 200 && !isFinal
    isFinal ||= isFirstFinal
    if (isFirstFinal || statusOf(response) < 200) onResponse(response)
    if (request.method !== 'INVITE' || statusOf(response) < 200) return
    // After a 2xx the ACK is a request of its own; otherwise it belongs to the INVITE (section 17.1.1.3).
    if (statusOf(response) < 300) endpoint.sendOnce(nextHop(dialog), requestIn(dialog, 'ACK', cseq))
    else endpoint.sendOnce(to, acknowledging(message, cseq, response), branch)
  })
  return () => {
    if (isFinal) return
    const start = message.start.replace('INVITE', 'CANCEL')
    const headers = message.headers.map(([name, value]): Header => [
      name,
      name === 'CSeq' ? `${cseq} CANCEL` : value,
    ])
    endpoint.sendOnce(to, { start, headers, body: '' }, branch)
  }
}

function acknowledging(invite: SipMessage, cseq: number, response: SipMessage): SipMessage {
  const headers = invite.headers.flatMap(([name, value]): Header[] => {
    if (name === 'CSeq') return [[name, `${cseq} ACK`]]
    if (name === 'To') return [[name, headerOf(response, 'to')]]
    return name === 'Content-Type' ? [] : [[name, value]]
  })
  return { start: invite.start.replace('INVITE', 'ACK'), headers, body: '' }
}

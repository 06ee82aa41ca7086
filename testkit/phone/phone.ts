import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Call, type LiveCall, createCall, sdpType } from './call.ts'
import { type Dialog, ask } from './dialog.ts'
import { type Endpoint, type Respond, openEndpoint } from './endpoint.ts'
import type { Codec } from './g711.ts'
import * as sip from './sip-text.ts'
import { openSound } from './sound.ts'

export type { Call, Ending } from './call.ts'

export type CallOptions = {
  readonly toneHz?: number
  /** In order of preference; both by default. */
  readonly codecs?: readonly Codec[]
  /** User part and display name of From. */
  readonly from?: string
  readonly name?: string
  readonly headers?: readonly sip.Header[]
}

/** An INVITE that the phone has not answered yet. */
export type Incoming = {
  /** The user part of the Request-URI. */
  readonly number: string
  readonly from: string
  readonly name: string
  /** A header of the INVITE, lower-case name; empty when absent. */
  header(name: string): string
  /** Rings, waits `afterMs` (default 0), then answers; the call is `answered` with the ACK. */
  answer(options?: { toneHz?: number; afterMs?: number }): Call
  ring(): void
  reject(status: number): void
  /** The caller gave up; never resolves otherwise. */
  readonly cancelled: Promise<void>
}

/**
 * A SIP phone for tests: raw UDP, RTP with G.711, RFC 4733 and INFO digits, hold by re-INVITE. It shares nothing with
 * the product's own stack.
 */
export type Phone = {
  readonly host: string
  readonly port: number
  /** `sip:phone@host:port` */
  readonly uri: string
  call(uri: string, options?: CallOptions): Promise<Call>
  /** What to do with calls; until set, and when the handler does nothing, they ring for ever. */
  onInvite(handler: (incoming: Incoming) => void): void
  /** Ends all calls and frees the sockets. */
  close(): Promise<void>
}

export async function createPhone({ host = '127.0.0.1' } = {}): Promise<Phone> {
  const calls = new Map<string, LiveCall>()
  let handler: (incoming: Incoming) => void = () => undefined

  const endpoint: Endpoint = await openEndpoint(host, (request, respond) => {
    const call = calls.get(sip.headerOf(request, 'call-id'))
    const method = sip.methodOf(request)
    if (call && method === 'CANCEL') cancelled(call, request, respond)
    else if (call) call.hearRequest(request, respond)
    else if (method === 'INVITE') void arrive(request, respond)
    else if (method !== 'ACK') respond(method === 'OPTIONS' ? 200 : 481)
  })
  const uri = `sip:phone@${host}:${endpoint.port}`

  const begin = async (dialog: Dialog, codecs: readonly Codec[] = ['PCMA', 'PCMU']) => {
    const call = createCall(endpoint, host, dialog, await openSound(host), codecs)
    calls.set(dialog.callId, call)
    return call
  }

  const cancelled = (call: LiveCall, request: sip.SipMessage, respond: Respond) => {
    respond(200)
    call.cancel()
    call.end({ by: 'far', status: 487, reason: sip.headerOf(request, 'reason') })
  }

  const arrive = async (invite: sip.SipMessage, respond: Respond) => {
    respond(100)
    const tag = randomUUID()
    const to: sip.Header = ['To', `${sip.headerOf(invite, 'to')};tag=${tag}`]
    const from = sip.headerOf(invite, 'from')
    const call = await begin({
      callId: sip.headerOf(invite, 'call-id'),
      local: to[1],
      remote: from,
      target: sip.uriOf(sip.headerOf(invite, 'contact')),
      routes: sip.listOf(invite, 'record-route'),
      cseq: 0,
      contact: uri,
    })
    const refuse = (status: number) => {
      respond(status, [to])
      call.end({ by: 'phone', status, reason: '' })
    }
    call.cancel = () => refuse(487)
    call.hearSdp(invite.body)
    const contact: sip.Header = ['Contact', `<${uri}>`]
    const ring = () => respond(180, [to, contact])
    handler({
      number: sip.userOf(invite.start.split(' ')[1] ?? ''),
      from: sip.userOf(from),
      name: sip.nameOf(from),
      header: (name) => sip.headerOf(invite, name),
      ring,
      reject: refuse,
      cancelled: call.ended.then((ending) =>
        ending.status === 487 ? undefined : new Promise(() => undefined),
      ),
      answer({ toneHz, afterMs = 0 } = {}) {
        ring()
        call.setTone(toneHz)
        let isOver = false
        void call.ended.then(() => (isOver = true))
        void sleep(afterMs).then(() => {
          if (!isOver) respond(200, [to, contact, sdpType], call.answer())
        })
        return call
      },
    })
  }

  const place = async (target: string, options: CallOptions): Promise<Call> => {
    const { toneHz, codecs, from = 'phone', name, headers = [] } = options
    const dialog: Dialog = {
      callId: randomUUID(),
      local: `${name ? `"${name}" ` : ''}<sip:${from}@${host}>;tag=${randomUUID()}`,
      remote: `<${target}>`,
      target,
      routes: [],
      cseq: 0,
      contact: uri,
    }
    const call = await begin(dialog, codecs)
    call.setTone(toneHz)
    const invite = { method: 'INVITE', headers: [sdpType, ...headers], body: call.offer() }
    call.cancel = ask(endpoint, dialog, invite, (response) => hearResponse(call, dialog, response))
    return call
  }

  return {
    host,
    port: endpoint.port,
    uri,
    call: (target, options = {}) => place(target, options),
    onInvite: (next) => (handler = next),
    async close() {
      for (const call of calls.values()) call.hangUp()
      await sleep(20) // the BYEs leave
      endpoint.close()
      for (const call of calls.values()) call.end({ by: 'phone', reason: 'closed' })
    },
  }
}

function hearResponse(call: LiveCall, dialog: Dialog, response: sip.SipMessage): void {
  const status = sip.statusOf(response)
  if (status > 100 && status < 200) {
    if (response.body) call.hearSdp(response.body)
    call.hearRinging(status)
    return
  }
  if (status >= 300) {
    call.end({ by: 'far', status, reason: sip.headerOf(response, 'reason') })
    return
  }
  if (status < 200) return
  dialog.remote = sip.headerOf(response, 'to')
  dialog.target = sip.uriOf(sip.headerOf(response, 'contact'))
  dialog.routes = sip.listOf(response, 'record-route').reverse()
  call.hearSdp(response.body)
  call.hearAnswer()
}

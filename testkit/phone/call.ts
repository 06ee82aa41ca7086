import { type Dialog, ask } from './dialog.ts'
import type { Endpoint, Respond } from './endpoint.ts'
import type { Codec } from './g711.ts'
import { type Direction, answerTo, readSdp, writeSdp } from './sdp.ts'
import { type Header, type SipMessage, headerOf, methodOf, statusOf } from './sip-text.ts'
import type { Sound } from './sound.ts'

export type Ending = {
  readonly by: 'phone' | 'far'
  /** The final response's status, when the call was never answered. */
  readonly status?: number
  /** The Reason header of the BYE, CANCEL or final response. */
  readonly reason: string
}

/** One call of the test phone. Promises that nobody awaits never break a test. */
export type Call = {
  readonly callId: string
  /** Resolves with the status of the first 18x. */
  readonly ringing: Promise<number>
  /** Outbound: the 200 came; inbound: the ACK came. Rejects when the call ends before. */
  readonly answered: Promise<void>
  readonly ended: Promise<Ending>
  /** PCM16 at 8 kHz that arrived in the last `lastMs` (default 1,000). */
  heard(lastMs?: number): Int16Array
  /** The longest time in the last `lastMs` in which no packet with sound in it arrived, ms. */
  longestSilence(lastMs: number): number
  packetsHeard(): number
  /** Digits that came as RFC 4733 events. */
  digitsHeard(): string
  /** The far end's direction in its last SDP. */
  farDirection(): Direction | undefined
  setTone(hz: number | undefined): void
  /** RFC 4733 events. */
  sendDigits(digits: string): Promise<void>
  /** One digit by SIP INFO, application/dtmf-relay. Gives the response's status. */
  info(digit: string): Promise<number>
  /** re-INVITE; gives the final response's status. */
  hold(): Promise<number>
  resume(): Promise<number>
  /** BYE, or CANCEL before the answer. */
  hangUp(): void
}

/** What the phone does with a call of its own. */
export type LiveCall = Call & {
  offer(): string
  /** The answer to the offer that was heard last. */
  answer(): string
  hearSdp(sdp: string): void
  hearRequest(request: SipMessage, respond: Respond): void
  hearRinging(status: number): void
  hearAnswer(): void
  end(ending: Ending): void
  /** How an unanswered call is given up. */
  cancel: () => void
}

export const sdpType: Header = ['Content-Type', 'application/sdp']

export function createCall(
  endpoint: Endpoint,
  host: string,
  dialog: Dialog,
  sound: Sound,
  codecs: readonly Codec[],
): LiveCall {
  const ringing = promised<number>()
  const answered = promised<undefined>()
  const ended = promised<Ending>()
  let phase: 'early' | 'answered' | 'ended' = 'early'
  let version = 0
  let direction: Direction = 'sendrecv'
  let far: Direction | undefined
  let agreed: Codec | undefined

  const request = (method: string, headers: Header[] = [], body = '') =>
    new Promise<SipMessage>((resolve) => {
      ask(endpoint, dialog, { method, headers, body }, (response) => {
        if (statusOf(response) >= 200) resolve(response)
      })
    })
  const sdp = (codecs: readonly Codec[], direction: Direction) => {
    version++
    return writeSdp({ host, port: sound.port, codecs, direction, version })
  }
  const offer = () => sdp(codecs, direction)
  const answer = () => sdp(agreed ? [agreed] : codecs, far ? answerTo(far) : direction)
  const hearSdp = (text: string) => {
    const heard = readSdp(text)
    if (!heard) return
    far = heard.direction
    agreed = heard.far.codec
    sound.sendTo(far === 'sendrecv' || far === 'recvonly' ? heard.far : undefined)
  }
  const reinvite = async (wanted: Direction) => {
    direction = wanted
    const response = await request('INVITE', [sdpType], offer())
    if (statusOf(response) < 300) hearSdp(response.body)
    return statusOf(response)
  }
  const end = (ending: Ending) => {
    if (phase === 'ended') return
    phase = 'ended'
    sound.close()
    const failure = new Error(`the call ended with ${ending.status ?? 'BYE'} ${ending.reason}`)
    ringing.reject(failure)
    answered.reject(failure)
    ended.resolve(ending)
  }

  const call: LiveCall = {
    callId: dialog.callId,
    ringing: ringing.promise,
    answered: answered.promise,
    ended: ended.promise,
    heard: (lastMs = 1000) => sound.heard(lastMs),
    longestSilence: (lastMs) => sound.longestSilence(lastMs),
    packetsHeard: () => sound.packetsHeard(),
    digitsHeard: () => sound.digitsHeard(),
    farDirection: () => far,
    setTone: (hz) => sound.setTone(hz),
    sendDigits: (digits) => sound.sendDigits(digits),
    info: async (digit) => {
      const relay: Header = ['Content-Type', 'application/dtmf-relay']
      return statusOf(await request('INFO', [relay], `Signal=${digit}\r\nDuration=160\r\n`))
    },
    hold: () => reinvite('sendonly'),
    resume: () => reinvite('sendrecv'),
    hangUp() {
      if (phase === 'early') {
        call.cancel()
        return
      }
      if (phase === 'answered') void request('BYE')
      end({ by: 'phone', reason: '' })
    },
    offer,
    answer,
    hearSdp,
    hearRequest(incoming, respond) {
      const method = methodOf(incoming)
      if (method === 'ACK') {
        if (incoming.body) hearSdp(incoming.body)
        call.hearAnswer()
        return
      }
      if (method === 'INVITE') {
        hearSdp(incoming.body)
        respond(200, [sdpType, ['Contact', `<${dialog.contact}>`]], answer())
        return
      }
      respond(200)
      if (method === 'BYE') end({ by: 'far', reason: headerOf(incoming, 'reason') })
    },
    hearRinging: (status) => ringing.resolve(status),
    hearAnswer() {
      if (phase !== 'early') return
      phase = 'answered'
      ringing.resolve(200)
      answered.resolve(undefined)
    },
    end,
    cancel: () => undefined,
  }
  return call
}

/** A promise with its handles outside; a rejection that nobody waits for is no fault. */
function promised<Value>() {
  let resolve: (value: Value) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes
    reject = no
  })
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}

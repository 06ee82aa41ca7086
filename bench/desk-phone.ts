import { randomUUID } from 'node:crypto'
import { ask, type Dialog } from '../testkit/phone/dialog.ts'
import { type Endpoint, openEndpoint, type Respond } from '../testkit/phone/endpoint.ts'
import { readSdp } from '../testkit/phone/sdp.ts'
import {
  type Header,
  headerOf,
  listOf,
  methodOf,
  type SipMessage,
  uriOf,
  userOf,
} from '../testkit/phone/sip-text.ts'
import { host, sdpAt, sdpType } from './caller.ts'

export type DeskPhoneOptions = {
  /** Where the agent hears. */
  readonly soundPort: number
  /** Where his sound goes; 0 for nowhere. */
  readonly onSound: (port: number) => void
  readonly ringMs: () => number
  readonly talkMs: () => number
  /** How many wait now. */
  readonly waiting: () => number
  /** Ends the talk from the caller's side; false when it is the agent's turn to do so. */
  readonly hangUpCaller: (number: string) => boolean
  /** The next INVITE came, so long after the message that freed him had left; and how many waited then. */
  readonly onInvite: (sinceFreeMs: number, waiting: number) => void
}

type DeskCall = { readonly dialog: Dialog; readonly caller: string; isTalking: boolean }

/**
 * An agent at a SIP phone who answers every call, talks, and is free again: when his BYE has left, or his 200 to the
 * other side's BYE.
 */
export class DeskPhone {
  readonly #options: DeskPhoneOptions
  #endpoint!: Endpoint
  #call: DeskCall | undefined
  #freed: { readonly at: number; readonly waiting: number } | undefined

  private constructor(options: DeskPhoneOptions) {
    this.#options = options
  }

  static async open(options: DeskPhoneOptions): Promise<DeskPhone> {
    const phone = new DeskPhone(options)
    phone.#endpoint = await openEndpoint(host, (request, respond) => phone.#hear(request, respond))
    return phone
  }

  get port(): number {
    return this.#endpoint.port
  }

  get isBusy(): boolean {
    return this.#call !== undefined
  }

  close(): void {
    this.#endpoint.close()
  }

  #hear(request: SipMessage, respond: Respond): void {
    const now = performance.now()
    switch (methodOf(request)) {
      case 'INVITE':
        if (this.#call) respond(200, [sdpType, this.#contact()], sdpAt(this.#options.soundPort))
        else this.#ring(request, respond, now)
        break
      case 'ACK':
        this.#talk()
        break
      case 'BYE':
        respond(200)
        this.#free()
        break
      default:
        respond(methodOf(request) === 'OPTIONS' ? 200 : 481)
    }
  }

  #ring(invite: SipMessage, respond: Respond, now: number): void {
    const { onInvite, onSound, ringMs, soundPort } = this.#options
    if (this.#freed) onInvite(now - this.#freed.at, this.#freed.waiting)
    const to: Header = ['To', `${headerOf(invite, 'to')};tag=${randomUUID()}`]
    const from = headerOf(invite, 'from')
    const dialog: Dialog = {
      callId: headerOf(invite, 'call-id'),
      local: to[1],
      remote: from,
      target: uriOf(headerOf(invite, 'contact')),
      routes: listOf(invite, 'record-route'),
      cseq: 0,
      contact: `sip:agent@${host}:${this.port}`,
    }
    this.#call = { dialog, caller: userOf(from), isTalking: false }
    respond(180, [to, this.#contact()])
    setTimeout(() => {
      onSound(readSdp(invite.body)?.far.port ?? 0)
      respond(200, [to, this.#contact(), sdpType], sdpAt(soundPort))
    }, ringMs())
  }

  #talk(): void {
    const call = this.#call
    if (!call || call.isTalking) return
    call.isTalking = true
    setTimeout(() => this.#hangUp(call), this.#options.talkMs())
  }

  #hangUp(call: DeskCall): void {
    if (this.#call !== call || this.#options.hangUpCaller(call.caller)) return
    ask(this.#endpoint, call.dialog, { method: 'BYE' }, () => undefined)
    this.#free()
  }

  #free(): void {
    this.#freed = { at: performance.now(), waiting: this.#options.waiting() }
    this.#call = undefined
    this.#options.onSound(0)
  }

  #contact(): Header {
    return ['Contact', `<sip:agent@${host}:${this.port}>`]
  }
}

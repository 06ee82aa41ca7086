import { randomUUID } from 'node:crypto'
import { ask, type Dialog } from '../testkit/phone/dialog.ts'
import type { Endpoint } from '../testkit/phone/endpoint.ts'
import { readSdp, writeSdp } from '../testkit/phone/sdp.ts'
import {
  type Header,
  headerOf,
  listOf,
  type SipMessage,
  statusOf,
  uriOf,
} from '../testkit/phone/sip-text.ts'

export const host = '127.0.0.1'
export const sdpType: Header = ['Content-Type', 'application/sdp']

/** PCMU at this port. */
export const sdpAt = (port: number): string =>
  writeSdp({ host, port, codecs: ['PCMU'], direction: 'sendrecv', version: 1 })

export type CallerOptions = {
  readonly endpoint: Endpoint
  /** The hotline, a SIP URI. */
  readonly hotline: string
  readonly number: string
  /** Where he hears. */
  readonly soundPort: number
  /** Where his sound goes; 0 for nowhere. */
  readonly onSound: (port: number) => void
  /** BYEs of this dialog are his from now on. */
  readonly onDialog: (callId: string) => void
}

/** Somebody who calls the hotline again as soon as his call is over. */
export class Caller {
  readonly #options: CallerOptions
  #dialog: Dialog | undefined
  #isAnswered = false

  constructor(options: CallerOptions) {
    this.#options = options
  }

  get isAnswered(): boolean {
    return this.#isAnswered
  }

  call(): void {
    const { endpoint, hotline, number, soundPort, onDialog } = this.#options
    const dialog: Dialog = {
      callId: randomUUID(),
      local: `<sip:${number}@${host}>;tag=${randomUUID()}`,
      remote: `<${hotline}>`,
      target: hotline,
      routes: [],
      cseq: 0,
      contact: `sip:${number}@${host}:${endpoint.port}`,
    }
    this.#dialog = dialog
    onDialog(dialog.callId)
    const invite = { method: 'INVITE', headers: [sdpType], body: sdpAt(soundPort) }
    ask(endpoint, dialog, invite, (response) => this.#hear(dialog, response))
  }

  hangUp(): void {
    if (this.#dialog) ask(this.#options.endpoint, this.#dialog, { method: 'BYE' }, () => undefined)
    this.callAgain()
  }

  /** The former call is over. */
  callAgain(): void {
    this.#isAnswered = false
    this.#options.onSound(0)
    this.call()
  }

  #hear(dialog: Dialog, response: SipMessage): void {
    if (statusOf(response) < 200) return
    if (statusOf(response) >= 300) throw new Error(`a caller was refused: ${response.start}`)
    dialog.remote = headerOf(response, 'to')
    dialog.target = uriOf(headerOf(response, 'contact'))
    dialog.routes = listOf(response, 'record-route').reverse()
    this.#isAnswered = true
    this.#options.onSound(readSdp(response.body)?.far.port ?? 0)
  }
}

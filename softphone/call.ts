import { Invitation, Inviter, type Session, SessionState, type Web } from 'sip.js'
import { MediaHandler } from './media-handler.ts'
import type { EndedCall } from './softphone-state.ts'

/** Decline, RFC 3261 section 21.6.2: this person, not "busy". */
const declined = 603

type CallEvents = {
  readonly onTalking: (call: SoftphoneCall) => void
  readonly onEnd: (call: SoftphoneCall, end: EndedCall) => void
}

/**
 * One call of the phone, in or out.
 *
 *   incoming --accept--> connecting --200/ACK--> talking --BYE--> (ended)
 *   outgoing ----------> connecting                ^  | path lost: ICE restart by re-INVITE; failed: hang up
 *                                                  +--+
 */
export class SoftphoneCall {
  readonly #session: Session
  readonly #events: CallEvents
  #status: number | undefined
  #isOver = false

  constructor(session: Session, events: CallEvents) {
    this.#session = session
    this.#events = events
    session.delegate = { onRefer: (referral) => void referral.reject() }
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) this.#begin()
      // sip.js tells the end first and the response that brought it right after.
      if (state === SessionState.Terminated) queueMicrotask(() => this.#end('there'))
    })
  }

  /** Sends the INVITE of an outgoing call. */
  async invite(): Promise<void> {
    if (!(this.#session instanceof Inviter)) return
    await this.#session.invite({
      requestDelegate: { onReject: ({ message }) => (this.#status = message.statusCode) },
    })
  }

  /** Answers an incoming call. */
  async accept(): Promise<void> {
    if (this.#session instanceof Invitation) await this.#session.accept()
  }

  /** BYE, CANCEL or a rejection. The call is over at once, whether or not the message gets through. */
  hangUp(status = declined): void {
    this.#leave(status).catch(() => undefined)
    this.#end('here')
  }

  setMuted(muted: boolean): void {
    this.#media?.enableSenderTracks(!muted)
  }

  /** Sends this stream's sound from now on; needs no negotiation. */
  async speakThrough(stream: MediaStream): Promise<void> {
    const [track] = stream.getAudioTracks()
    for (const sender of this.#media?.peerConnection?.getSenders() ?? [])
      await sender.replaceTrack(track ?? null)
  }

  /** SIP INFO; rejects when the call is not established. */
  async sendDigit(digit: string): Promise<void> {
    const content = `Signal=${digit}\r\nDuration=160\r\n`
    const contentType = 'application/dtmf-relay'
    const body = { contentDisposition: 'render', contentType, content }
    await this.#session.info({ requestOptions: { body } })
  }

  get sound(): MediaStream | undefined {
    return this.#media?.remoteMediaStream
  }

  /** Looks for a new path when the old one is gone: the machine may have another network now. */
  heal(): void {
    if (this.#isOver || this.#media?.peerConnection?.connectionState === 'connected') return
    const sessionDescriptionHandlerOptions: Web.SessionDescriptionHandlerOptions = {
      offerOptions: { iceRestart: true },
    }
    this.#session.invite({ sessionDescriptionHandlerOptions }).catch(() => undefined)
  }

  get #media(): MediaHandler | undefined {
    const handler = this.#session.sessionDescriptionHandler
    return handler instanceof MediaHandler ? handler : undefined
  }

  async #leave(status: number): Promise<void> {
    const session = this.#session
    if (session.state === SessionState.Established) await session.bye()
    else if (session instanceof Inviter) await session.cancel()
    else if (session instanceof Invitation) await session.reject({ statusCode: status })
  }

  #begin(): void {
    if (this.#isOver) return
    const peer = this.#media?.peerConnection
    peer?.addEventListener('connectionstatechange', () => {
      if (peer.connectionState === 'disconnected') this.heal()
      if (peer.connectionState === 'failed') this.hangUp()
    })
    this.#events.onTalking(this)
  }

  #end(by: EndedCall['by']): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#media?.close()
    this.#events.onEnd(this, { by, ...(this.#status ? { status: this.#status } : {}) })
  }
}

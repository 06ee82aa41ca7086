import type { ReasonCode } from '../core/reason-code.ts'

/** An offer or answer that media cannot serve; `reason` goes into the SIP response and the journal. */
export class MediaRefusal extends Error {
  readonly reason: Extract<ReasonCode, 'no-common-codec' | 'bad-offer' | 'overloaded'>
  constructor(reason: MediaRefusal['reason'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MediaRefusal'
    this.reason = reason
  }
}

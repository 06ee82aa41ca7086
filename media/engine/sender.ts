import { codecOf } from './codecs/codecs.ts'
import type { Encoder } from './codecs/codec.ts'
import { DigitSender } from './digit-sender.ts'
import { createFrame, type Frame } from './frame.ts'
import { keyTone } from './key-tone.ts'
import type { Address } from './latch.ts'
import { RtpStream, type StreamStart } from './rtp-stream.ts'
import type { Terms } from './terms.ts'

/** Takes one packet toward the party. */
export type Transmit = (packet: Uint8Array, to: Address) => void

/** Everything that goes to one party: sound, or keys in its place. */
export class Sender {
  readonly stream: RtpStream
  readonly digits = new DigitSender()
  readonly #transmit: Transmit
  readonly #tone = createFrame()
  #terms: Terms | undefined
  #encoder: Encoder | undefined

  constructor(start: StreamStart, transmit: Transmit) {
    this.stream = new RtpStream(start)
    this.#transmit = transmit
  }

  agree(terms: Terms): void {
    if (terms.codec !== this.#terms?.codec) this.#encoder = codecOf(terms.codec).createEncoder()
    this.#terms = terms
  }

  /** Sends these 20 ms, or a digit in their place, or nothing while the party is not to hear. */
  speak(frame: Frame, to: Address | undefined): void {
    const { sending } = this.#terms ?? {}
    if (sending !== true || to === undefined) this.stream.pause()
    else this.#transmit(this.#packet(frame), to)
  }

  #packet(frame: Frame): Uint8Array {
    const [terms, encoder] = [this.#terms, this.#encoder]
    if (terms === undefined || encoder === undefined) throw new Error('nothing is agreed')
    const { payloadType, eventPayloadType } = terms
    const digit = this.digits.next()
    if (digit === undefined) return this.stream.audio(encoder, payloadType, frame)
    if (eventPayloadType !== undefined) return this.stream.event(eventPayloadType, digit)
    return this.stream.audio(encoder, payloadType, keyTone(digit, this.#tone))
  }
}

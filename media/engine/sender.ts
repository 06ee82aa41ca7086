import { type CodecName, type Encoder, unitsOf } from './codecs/codec.ts'
import { codecOf } from './codecs/codecs.ts'
import { DigitSender } from './digit-sender.ts'
import { createFrame, type Frame, silence } from './frame.ts'
import { keyTone } from './key-tone.ts'
import type { RtpAddress } from './latch.ts'
import type { NegotiatedMedia } from './negotiated-media.ts'
import { Packetizer } from './packetizer.ts'
import { RtpStream, type StreamStart } from './rtp-stream.ts'
import type { RtpPacket } from './rtp.ts'

/** Takes one packet toward the party; its bytes are good until it returns. */
export type Transmit = (packet: Uint8Array, to: RtpAddress) => void

/** A party that is passed on and says nothing for so long is heard as silence, lest the path closes: 200 ms. */
const mostQuietFrames = 10

/** Comfort noise is sent when silence begins, and so often while it lasts: the path stays open. 200 ms. */
const noiseEveryFrames = 10
/** -dBov: as quiet as a good line. */
const noiseLevel = 70

/** What was agreed, ready for use. */
type SendingFormat = {
  readonly negotiated: NegotiatedMedia
  readonly encoder: Encoder
  readonly packetizer: Packetizer
}

/** Everything that goes to one party: sound of ours, another party's packets, or keys in their place. */
export class Sender {
  readonly stream: RtpStream
  readonly digits = new DigitSender()
  readonly #transmit: Transmit
  readonly #target: () => RtpAddress | undefined
  readonly #tone = createFrame()
  #format: SendingFormat | undefined
  #quietFrames = 0
  #hushedFrames = 0

  /** `target`: where the party is now; undefined before anything is agreed. */
  constructor(start: StreamStart, target: () => RtpAddress | undefined, transmit: Transmit) {
    this.stream = new RtpStream(start)
    this.#target = target
    this.#transmit = transmit
  }

  /** What the party takes; undefined while it takes nothing. */
  get codec(): CodecName | undefined {
    const negotiated = this.#format?.negotiated
    return negotiated?.sending === true ? negotiated.codec : undefined
  }

  apply(negotiated: NegotiatedMedia): void {
    const before = this.#format?.negotiated
    if (before?.codec === negotiated.codec && before.ptimeMs === negotiated.ptimeMs && this.#format)
      this.#format = { ...this.#format, negotiated }
    else {
      this.close()
      const codec = codecOf(negotiated.codec)
      const [encoder, packetizer] = [codec.createEncoder(), new Packetizer(negotiated.ptimeMs)]
      this.stream.use(unitsOf(codec), codec.mostBytes(negotiated.ptimeMs))
      this.#format = { negotiated, encoder, packetizer }
    }
  }

  /** Gives the encoder's memory back; nothing is sent after it. */
  close(): void {
    this.#format?.encoder.free?.()
    this.#format = undefined
  }

  /** Sends these 20 ms, or a key in their place, or nothing while the party is not to hear. */
  speak(frame: Frame): void {
    const [format, to] = [this.#format, this.#target()]
    if (format?.negotiated.sending !== true || to === undefined) {
      format?.packetizer.clear()
      this.stream.pause()
    } else if (!this.#press(format, to)) this.#sound(format, frame, to)
    this.stream.pass()
  }

  /** Another party's packet, at once; not while a key sounds. */
  relay(packet: RtpPacket, bytes: Uint8Array): void {
    const [format, to] = [this.#format, this.#target()]
    if (format?.negotiated.sending !== true || to === undefined || this.digits.isBusy) return
    this.#quietFrames = 0
    this.#transmit(this.stream.relay(packet, bytes, format.negotiated.payloadType), to)
  }

  /** 20 ms in which another party's packets go out. */
  pass(): void {
    const [format, to] = [this.#format, this.#target()]
    if (format?.negotiated.sending === true && to !== undefined && !this.#press(format, to))
      if (++this.#quietFrames > mostQuietFrames) this.#sound(format, silence, to)
    this.stream.pass()
  }

  #sound(format: SendingFormat, frame: Frame, to: RtpAddress): void {
    if (this.stream.isCovered()) return
    const { negotiated, encoder, packetizer } = format
    if (frame === silence && negotiated.noisePayloadType !== undefined) {
      packetizer.clear()
      this.#hush(negotiated.noisePayloadType, to)
      return
    }
    this.#hushedFrames = 0
    packetizer.add(frame, (samples, offset) =>
      this.#transmit(this.stream.audio(encoder, negotiated.payloadType, samples, offset), to),
    )
  }

  /** Where nobody says anything, a party that knows comfort noise is sent little. */
  #hush(payloadType: number, to: RtpAddress): void {
    if (this.#hushedFrames++ % noiseEveryFrames === 0)
      this.#transmit(this.stream.noise(payloadType, noiseLevel), to)
  }

  /** True when these 20 ms belong to a key. */
  #press(format: SendingFormat, to: RtpAddress): boolean {
    const digit = this.digits.next()
    if (digit === undefined) return false
    const { eventPayloadType } = format.negotiated
    if (eventPayloadType === undefined) this.#sound(format, keyTone(digit, this.#tone), to)
    else {
      format.packetizer.clear()
      this.#transmit(this.stream.event(eventPayloadType, digit), to)
    }
    return true
  }
}

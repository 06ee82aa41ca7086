import { type CodecName, type Encoder, unitsOf } from './codecs/codec.ts'
import { codecOf } from './codecs/codecs.ts'
import { DigitSender } from './digit-sender.ts'
import { createFrame, type Frame, silence } from './frame.ts'
import { keyTone } from './key-tone.ts'
import type { Address } from './latch.ts'
import { Packetizer } from './packetizer.ts'
import type { RtpPacket } from './rtp.ts'
import { RtpStream, type StreamStart } from './rtp-stream.ts'
import type { Terms } from './terms.ts'

/** Takes one packet toward the party; its bytes are good until it returns. */
export type Transmit = (packet: Uint8Array, to: Address) => void

/** A party that is passed on and says nothing for so long is heard as silence, lest the path closes: 200 ms. */
const mostQuietFrames = 10

/** Comfort noise is sent when silence begins, and so often while it lasts: the path stays open. 200 ms. */
const noiseEveryFrames = 10
/** -dBov: as quiet as a good line. */
const noiseLevel = 70

/** What was agreed, ready for use. */
type Voice = { readonly terms: Terms; readonly encoder: Encoder; readonly packetizer: Packetizer }

/** Everything that goes to one party: sound of ours, another party's packets, or keys in their place. */
export class Sender {
  readonly stream: RtpStream
  readonly digits = new DigitSender()
  readonly #transmit: Transmit
  readonly #target: () => Address | undefined
  readonly #tone = createFrame()
  #voice: Voice | undefined
  #quietFrames = 0
  #hushedFrames = 0

  /** `target`: where the party is now; undefined before anything is agreed. */
  constructor(start: StreamStart, target: () => Address | undefined, transmit: Transmit) {
    this.stream = new RtpStream(start)
    this.#target = target
    this.#transmit = transmit
  }

  /** What the party takes; undefined while it takes nothing. */
  get codec(): CodecName | undefined {
    const terms = this.#voice?.terms
    return terms?.sending === true ? terms.codec : undefined
  }

  agree(terms: Terms): void {
    const before = this.#voice?.terms
    if (before?.codec === terms.codec && before.ptimeMs === terms.ptimeMs && this.#voice)
      this.#voice = { ...this.#voice, terms }
    else {
      this.close()
      const codec = codecOf(terms.codec)
      const [encoder, packetizer] = [codec.createEncoder(), new Packetizer(terms.ptimeMs)]
      this.stream.use(unitsOf(codec), codec.mostBytes(terms.ptimeMs))
      this.#voice = { terms, encoder, packetizer }
    }
  }

  /** Gives the encoder's memory back; nothing is sent after it. */
  close(): void {
    this.#voice?.encoder.free?.()
    this.#voice = undefined
  }

  /** Sends these 20 ms, or a key in their place, or nothing while the party is not to hear. */
  speak(frame: Frame): void {
    const [voice, to] = [this.#voice, this.#target()]
    if (voice?.terms.sending !== true || to === undefined) {
      voice?.packetizer.clear()
      this.stream.pause()
    } else if (!this.#press(voice, to)) this.#sound(voice, frame, to)
    this.stream.pass()
  }

  /** Another party's packet, at once; not while a key sounds. */
  relay(packet: RtpPacket, bytes: Uint8Array): void {
    const [voice, to] = [this.#voice, this.#target()]
    if (voice?.terms.sending !== true || to === undefined || this.digits.isBusy) return
    this.#quietFrames = 0
    this.#transmit(this.stream.relay(packet, bytes, voice.terms.payloadType), to)
  }

  /** 20 ms in which another party's packets go out. */
  pass(): void {
    const [voice, to] = [this.#voice, this.#target()]
    if (voice?.terms.sending === true && to !== undefined && !this.#press(voice, to))
      if (++this.#quietFrames > mostQuietFrames) this.#sound(voice, silence, to)
    this.stream.pass()
  }

  #sound(voice: Voice, frame: Frame, to: Address): void {
    if (this.stream.isCovered()) return
    const { terms, encoder, packetizer } = voice
    if (frame === silence && terms.noisePayloadType !== undefined) {
      packetizer.clear()
      this.#hush(terms.noisePayloadType, to)
      return
    }
    this.#hushedFrames = 0
    packetizer.add(frame, (samples, offset) =>
      this.#transmit(this.stream.audio(encoder, terms.payloadType, samples, offset), to),
    )
  }

  /** Where nobody says anything, a party that knows comfort noise is sent little. */
  #hush(payloadType: number, to: Address): void {
    if (this.#hushedFrames++ % noiseEveryFrames === 0)
      this.#transmit(this.stream.noise(payloadType, noiseLevel), to)
  }

  /** True when these 20 ms belong to a key. */
  #press(voice: Voice, to: Address): boolean {
    const digit = this.digits.next()
    if (digit === undefined) return false
    const { eventPayloadType } = voice.terms
    if (eventPayloadType === undefined) this.#sound(voice, keyTone(digit, this.#tone), to)
    else {
      voice.packetizer.clear()
      this.#transmit(this.stream.event(eventPayloadType, digit), to)
    }
    return true
  }
}

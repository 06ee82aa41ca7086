import type { LegId } from '../../core/names.ts'
import { AnswerDetector } from './answer-detector.ts'
import type { CodecName } from './codecs/codec.ts'
import type { EmitFromLeg } from './engine-output.ts'
import { type AudioTap, createFrame, type Frame } from './frame.ts'
import { KeyWatch } from './key-watch.ts'
import type { RtpAddress } from './latch.ts'
import { ListenerOutput, type ListenerOptions } from './listener-output.ts'
import type { NegotiatedMedia } from './negotiated-media.ts'
import { Receiver } from './receiver.ts'
import type { StreamStart } from './rtp-stream.ts'
import type { RtpPacket } from './rtp.ts'
import { Sender, type Transmit } from './sender.ts'

type LegOptions = Omit<ListenerOptions, 'listener'> & {
  readonly id: LegId
  readonly slot: number
  readonly start: StreamStart
  readonly transmit: Transmit
  /** No RTP and no RTCP for so long: the party is gone. */
  readonly silenceSeconds: number
}

/** One party: what it says, and what it is to hear. */
export class Leg {
  readonly id: LegId
  readonly slot: number
  readonly receiver: Receiver
  readonly sender: Sender
  readonly output: ListenerOutput
  readonly taps = new Set<AudioTap>()
  readonly keys: KeyWatch
  /** Those who are sent the party's packets as they come. */
  readonly followers = new Set<ListenerOutput>()
  readonly #frame: Frame = createFrame()
  readonly #emit: EmitFromLeg
  /** What it may send. */
  #kinds: ReadonlySet<string> = new Set()
  #isAsked = false
  #answerDetector: AnswerDetector | undefined

  constructor(options: LegOptions) {
    const { id, slot, start, transmit, silenceSeconds, emit } = options
    this.id = id
    this.slot = slot
    this.#emit = emit
    this.keys = new KeyWatch((digit) => emit({ type: 'leg.digit', leg: id, digit, by: 'tone' }))
    this.receiver = new Receiver({
      leg: id,
      silenceSeconds,
      emit,
      onAudio: (packet, bytes, codec) => this.#pass(packet, bytes, codec),
      onKeySigned: (samples) => this.keys.sign(samples),
    })
    this.sender = new Sender(start, () => this.receiver.target, transmit)
    this.output = new ListenerOutput(this.sender, { ...options, listener: id })
  }

  /** The party's sound is there, behind the first wait. */
  get isPlaying(): boolean {
    return this.receiver.isPlaying
  }

  /** What was agreed first, or anew. */
  apply(negotiated: NegotiatedMedia): void {
    this.#kinds = new Set(negotiated.receives.values())
    this.keys.isTelling = negotiated.keysInBand
    this.receiver.apply(negotiated)
    this.sender.apply(negotiated)
  }

  close(): void {
    this.output.close()
    this.receiver.close()
    this.sender.close()
  }

  /** Listens who has answered; told once for each leg, however often it is ordered. */
  detectAnswerer(): void {
    if (this.#answerDetector !== undefined) return
    const detector = new AnswerDetector((answerer) => {
      this.taps.delete(detector)
      this.#emit({ type: 'leg.answererDetected', leg: this.id, ...answerer })
    })
    this.#answerDetector = detector
    this.taps.add(detector)
  }

  /** Whether its packets of this codec may be passed on; not where keys have to be taken out of them. */
  maySpeak(codec: CodecName): boolean {
    return !this.keys.isTelling && this.#kinds.has(codec)
  }

  /** What the party says in these 20 ms. It is decoded only for as long as somebody asks. */
  voice(): Frame {
    if (!this.receiver.isDecoded) {
      this.receiver.isDecoded = true
      this.#frame.fill(0)
    }
    this.#isAsked = true
    return this.#frame
  }

  /** A packet from the network; `at` is ms of a clock that never goes back. */
  receive(bytes: Uint8Array, source: RtpAddress, at: number): void {
    try {
      this.receiver.receive(bytes, source, at)
    } catch (error) {
      this.#emit({ type: 'leg.failed', leg: this.id, error })
    }
  }

  /** The party's next 20 ms; true once, when nothing has come for too long. */
  listen(at: number): boolean {
    for (const tap of this.taps) tap.hear(this.voice())
    const { isWanted } = this.keys
    if (isWanted) this.voice()
    if (this.#isAsked) this.receiver.pull(this.#frame, at)
    else this.receiver.isDecoded = false
    this.#isAsked = false
    if (isWanted) this.keys.hear(this.#frame)
    return this.receiver.isLost()
  }

  /** The party's RTCP; `at` is ms of the engine's clock, `wall` ms since 1970. */
  receiveReport(bytes: Uint8Array, source: RtpAddress, at: number, wall: number): void {
    this.receiver.receiveReport(bytes, source, this.sender.stream, at, wall)
  }

  /** Our RTCP when it is due; `chance` is drawn evenly from 0 to 1. */
  report(name: string, at: number, wall: number, chance: number): Uint8Array | undefined {
    return this.receiver.report(this.sender.stream, name, at, wall, chance)
  }

  #pass(packet: RtpPacket, bytes: Uint8Array, codec: CodecName): void {
    for (const follower of this.followers) follower.relay(packet, bytes, codec)
  }
}

import type { LegId } from '../../core/names.ts'
import type { CodecName } from './codecs/codec.ts'
import { Ear, type EarOutlets } from './ear.ts'
import { createFrame, type Frame } from './frame.ts'
import { KeyWatch, type TellKey } from './key-watch.ts'
import type { Address } from './latch.ts'
import { Receiver, type ReceiverOutlets } from './receiver.ts'
import { type Recognized, Recognizer } from './recognizer.ts'
import type { RtpPacket } from './rtp.ts'
import type { StreamStart } from './rtp-stream.ts'
import { Sender, type Transmit } from './sender.ts'
import type { Tap } from './tap.ts'
import type { Terms } from './terms.ts'

export type LegOutlets = EarOutlets &
  Pick<ReceiverOutlets, 'faulted' | 'measured'> & {
    readonly transmit: Transmit
    readonly digit: TellKey
    /** No RTP and no RTCP for so long: the party is gone. */
    readonly silenceSeconds: number
  }

/** One party: what it says, and what it is to hear. */
export class Leg {
  readonly id: LegId
  readonly slot: number
  readonly receiver: Receiver
  readonly sender: Sender
  readonly ear: Ear
  readonly taps = new Set<Tap>()
  readonly keys: KeyWatch
  /** Those who are sent the party's packets as they come. */
  readonly followers = new Set<Ear>()
  readonly #frame: Frame = createFrame()
  readonly #failed: EarOutlets['failed']
  /** What it may send. */
  #kinds: ReadonlySet<string> = new Set()
  #isAsked = false
  #recognizer: Recognizer | undefined

  constructor(id: LegId, slot: number, start: StreamStart, outlets: LegOutlets) {
    this.id = id
    this.slot = slot
    this.#failed = outlets.failed
    this.keys = new KeyWatch(outlets.digit)
    this.receiver = new Receiver(
      {
        ...outlets,
        audio: (packet, bytes, codec) => this.#pass(packet, bytes, codec),
        digit: (digit) => outlets.digit(digit, 'event'),
        keySigned: (samples) => this.keys.sign(samples),
      },
      outlets.silenceSeconds,
    )
    this.sender = new Sender(start, () => this.receiver.target, outlets.transmit)
    this.ear = new Ear(this.sender, outlets)
  }

  /** First terms, or changed ones. */
  agree(terms: Terms): void {
    this.#kinds = new Set(terms.receives.values())
    this.keys.isTelling = terms.keysInBand
    this.receiver.agree(terms)
    this.sender.agree(terms)
  }

  close(): void {
    this.ear.close()
    this.receiver.close()
    this.sender.close()
  }

  /** Listens who has answered; told once for each leg, however often it is ordered. */
  recognize(tell: (recognized: Recognized) => void): void {
    if (this.#recognizer !== undefined) return
    const recognizer = new Recognizer((recognized) => {
      this.taps.delete(recognizer)
      tell(recognized)
    })
    this.#recognizer = recognizer
    this.taps.add(recognizer)
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
  receive(bytes: Uint8Array, source: Address, at: number): void {
    try {
      this.receiver.receive(bytes, source, at)
    } catch (error) {
      this.#failed(error)
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
  receiveReport(bytes: Uint8Array, source: Address, at: number, wall: number): void {
    this.receiver.receiveReport(bytes, source, this.sender.stream, at, wall)
  }

  /** Our RTCP when it is due; `chance` is drawn evenly from 0 to 1. */
  report(name: string, at: number, wall: number, chance: number): Uint8Array | undefined {
    return this.receiver.report(this.sender.stream, name, at, wall, chance)
  }

  #pass(packet: RtpPacket, bytes: Uint8Array, codec: CodecName): void {
    for (const ear of this.followers) ear.relay(packet, bytes, codec)
  }
}

import type { Source } from '../../core/hearing.ts'
import type { LegId, PromptId } from '../../core/names.ts'
import { DigitReceiver } from './digit-receiver.ts'
import { DigitSender } from './digit-sender.ts'
import { createFrame, type Frame } from './frame.ts'
import { codecs, type Law } from './g711.ts'
import { JitterBuffer } from './jitter-buffer.ts'
import { keyTone } from './key-tone.ts'
import { type Address, Latch } from './latch.ts'
import type { Music, Player } from './player.ts'
import { parseRtp, type RtpPacket } from './rtp.ts'
import { RtpStream, type StreamStart } from './rtp-stream.ts'
import { parseEvent } from './telephone-event.ts'

/** What both ends agreed on for one leg. */
export type Terms = {
  /** Where the party wants RTP. */
  readonly remote: Address
  /** What we send, and as which payload type. */
  readonly law: Law
  readonly payloadType: number
  /** Payload type of telephone-events toward the party, where it takes them. */
  readonly eventPayloadType?: number
  /** What the party may send, by payload type. */
  readonly receives: ReadonlyMap<number, Law | 'event'>
  readonly sending: boolean
  readonly receiving: boolean
  /** The party sends all the time, so that a long silence on the wire means that it is gone. */
  readonly neverSilent: boolean
}

/** No RTP and no RTCP for so long, in 20 ms: the party is gone, and nobody said BYE. One minute. */
const mostSilentFrames = 3000

/** Takes one packet toward the party. */
export type Transmit = (packet: Uint8Array, to: Address) => void

export type LegCounts = { malformed: number; foreign: number; intruding: number; received: number }

/** One party's sound in both directions, and what it is to hear. */
export class Leg {
  readonly id: LegId
  readonly slot: number
  readonly stream: RtpStream
  readonly jitter = new JitterBuffer()
  readonly digits = new DigitSender()
  readonly counts: LegCounts = { malformed: 0, foreign: 0, intruding: 0, received: 0 }
  /** What the party says in these 20 ms. */
  readonly voice: Frame = createFrame()
  /** Where a sum of several sources is made for it. */
  readonly mixed: Frame = createFrame()
  readonly music = new Map<PromptId, Music>()
  row: readonly Source[] = []
  player: Player | undefined
  readonly #transmit: Transmit
  readonly #digitReceiver = new DigitReceiver()
  #terms: Terms | undefined
  #latch: Latch | undefined
  #ssrc: number | undefined
  #silentFrames = 0

  constructor(id: LegId, slot: number, start: StreamStart, transmit: Transmit) {
    this.id = id
    this.slot = slot
    this.stream = new RtpStream(start)
    this.#transmit = transmit
  }

  /** First terms, or changed ones; a party that moved is latched anew. */
  agree(terms: Terms): void {
    if (this.#latch?.isFor(terms.remote) !== true) this.#latch = new Latch(terms.remote)
    if (!terms.receiving) this.jitter.reset()
    this.#silentFrames = 0
    this.#terms = terms
  }

  /** A packet from the network; gives the key that it tells, if any. `tick` counts 20 ms. */
  receive(bytes: Uint8Array, source: Address, tick: number): string | undefined {
    const packet = parseRtp(bytes)
    if (packet === undefined) {
      this.counts.malformed++
      return undefined
    }
    const kind = this.#terms?.receives.get(packet.payloadType)
    if (kind === undefined) this.counts.foreign++
    else if (this.#latch?.admits(source) !== true) this.counts.intruding++
    else return this.#take(packet, bytes, kind, tick)
    return undefined
  }

  /** An RTCP report: a phone that suppresses silence still sends these. */
  receiveReport(source: Address): void {
    if (source.address === this.#latch?.target.address) this.#silentFrames = 0
  }

  /** Moves the party's next 20 ms into `voice`; true once, when nothing has come for too long. */
  listen(): boolean {
    this.jitter.pull(this.voice)
    return this.#terms?.neverSilent === true && ++this.#silentFrames === mostSilentFrames
  }

  /** Sends these 20 ms, or a digit in their place, or nothing while the party is not to hear. */
  speak(frame: Frame): void {
    const terms = this.#terms
    if (terms?.sending !== true || this.#latch === undefined) {
      this.stream.pause()
      return
    }
    this.#transmit(this.#packet(terms, frame), this.#latch.target)
  }

  #packet(terms: Terms, frame: Frame): Uint8Array {
    const { law, payloadType, eventPayloadType } = terms
    const digit = this.digits.next()
    if (digit === undefined) return this.stream.audio(codecs[law], payloadType, frame)
    if (eventPayloadType !== undefined) return this.stream.event(eventPayloadType, digit)
    return this.stream.audio(codecs[law], payloadType, keyTone(digit, this.mixed))
  }

  #take(
    packet: RtpPacket,
    bytes: Uint8Array,
    kind: Law | 'event',
    tick: number,
  ): string | undefined {
    this.counts.received++
    this.#silentFrames = 0
    if (packet.ssrc !== this.#ssrc) this.#meet(packet.ssrc)
    const { payloadStart, payloadEnd } = packet
    if (kind === 'event') {
      const event = parseEvent(bytes, payloadStart, payloadEnd)
      return event === undefined ? undefined : this.#digitReceiver.receive(packet, event, tick)
    }
    if (this.#terms?.receiving === true)
      this.jitter.push(packet.timestamp, bytes, payloadStart, payloadEnd, codecs[kind].decoded)
    return undefined
  }

  /** Another stream begins: its timestamps have nothing to do with the former one's. */
  #meet(ssrc: number): void {
    this.#ssrc = ssrc
    this.jitter.reset()
    this.#digitReceiver.reset()
  }
}

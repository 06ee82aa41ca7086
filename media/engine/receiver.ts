import type { LegQuality } from '../../core/leg-quality.ts'
import type { LegId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { Arrivals } from './arrivals.ts'
import type { CodecName } from './codecs/codec.ts'
import { codecOf } from './codecs/codecs.ts'
import { DigitReceiver } from './digit-receiver.ts'
import type { EmitFromLeg } from './engine-output.ts'
import type { Frame } from './frame.ts'
import { JitterBuffer } from './jitter-buffer.ts'
import { type RtpAddress, Latch } from './latch.ts'
import type { NegotiatedMedia, PayloadKind } from './negotiated-media.ts'
import { beyondRelay, type NetworkFigures } from './network-figures.ts'
import { PayloadDecoders, unitsOfKind } from './payload-decoders.ts'
import { type Measured, QualityWatch } from './quality-watch.ts'
import { Reception } from './reception.ts'
import { RtcpSession } from './rtcp-session.ts'
import type { Sent } from './rtcp.ts'
import { createPacket, parseRtp, type RtpPacket } from './rtp.ts'
import { parseEvent } from './telephone-event.ts'

/** In 20 ms: quality is judged every 10 s. */
const judgedFrames = 500
/** Packets from elsewhere, or of another stream, until it is told: a stray one is no attack. */
const toldIntruders = 10
const toldUnproven = 100
const toldMismatches = 10

type ReceiverOptions = {
  readonly leg: LegId
  /** No RTP and no RTCP for so long: the party is gone, and nobody said BYE. */
  readonly silenceSeconds: number
  /** Keys, the quality, and each kind of fault once. */
  readonly emit: EmitFromLeg
  /** A valid audio packet of the party, as it came: for whoever hears it unchanged. Good only until it returns. */
  readonly onAudio: (packet: RtpPacket, bytes: Uint8Array, codec: CodecName) => void
  /** A packet of any key; sound that came with it is heard after `samples` more. */
  readonly onKeySigned: (samples: number) => void
}

type ReceiverCounts = {
  malformed: number
  /** Of payload types that were not agreed. */
  foreign: number
  /** From somebody else than the party. */
  intruding: number
  /** Perhaps the party's: its first ones from an unknown address, or of another stream. */
  unproven: number
  received: number
}

/** Everything that comes from one party: who may send, what it is, how well it comes, and its sound on an even time line. */
export class Receiver {
  readonly counts: ReceiverCounts = {
    malformed: 0,
    foreign: 0,
    intruding: 0,
    unproven: 0,
    received: 0,
  }
  readonly reception = new Reception()
  readonly rtcp = new RtcpSession()
  readonly #arrivals = new Arrivals()
  readonly jitter = new JitterBuffer(this.#arrivals)
  /** Of the party's relay, where one stands between. */
  network: NetworkFigures | undefined
  readonly #options: ReceiverOptions
  readonly #mostSilentFrames: number
  readonly #packet = createPacket()
  readonly #digits = new DigitReceiver()
  readonly #decoders = new PayloadDecoders()
  readonly #watch = new QualityWatch()
  readonly #told = new Set<ReasonCode>()
  /** What the party may send, by payload type: looked up for each packet. */
  readonly #kinds: (PayloadKind | undefined)[] = new Array<PayloadKind | undefined>(128).fill(
    undefined,
  )
  #negotiated: NegotiatedMedia | undefined
  #latch: Latch | undefined
  /** What the party spoke last, and the units of its clock. */
  #codec: CodecName | undefined
  #units = 1
  #isDecoded = false
  #silentFrames = 0
  #frames = 0

  constructor(options: ReceiverOptions) {
    this.#options = options
    this.#mostSilentFrames = options.silenceSeconds * 50
  }

  /** Where to send what the party is to hear; undefined before anything was agreed. */
  get target(): RtpAddress | undefined {
    return this.#latch?.target
  }

  /** Somebody needs the party's sound as samples; without it packets are passed on at most. */
  get isDecoded(): boolean {
    return this.#isDecoded
  }

  set isDecoded(isDecoded: boolean) {
    if (isDecoded && !this.#isDecoded) this.jitter.reset()
    this.#isDecoded = isDecoded
  }

  /** The party's sound is there, behind the first wait. */
  get isPlaying(): boolean {
    return this.#isDecoded && this.jitter.isPlaying
  }

  /** What was agreed first, or anew; a party that moved is latched anew. */
  apply(negotiated: NegotiatedMedia): void {
    if (this.#latch?.isFor(negotiated.remote) !== true) this.#latch = new Latch(negotiated.remote)
    if (!negotiated.receiving) this.jitter.renew()
    this.#silentFrames = 0
    this.#decoders.clear()
    this.#negotiated = negotiated
    this.#kinds.fill(undefined)
    for (const [payloadType, kind] of negotiated.receives) this.#kinds[payloadType] = kind
  }

  /** A packet from the network; `at` is ms of a clock that never goes back. */
  receive(bytes: Uint8Array, source: RtpAddress, at: number): void {
    const packet = parseRtp(bytes, this.#packet)
    if (packet === undefined) {
      this.counts.malformed++
      return
    }
    const kind = this.#kinds[packet.payloadType]
    if (kind === undefined) this.#refuse(packet, source)
    else if (this.#isOfParty(packet, source, at)) this.#take(packet, bytes, kind, at)
  }

  /** The party's RTCP, also about what we have `sent`; a phone that suppresses silence still sends it. */
  receiveReport(bytes: Uint8Array, source: RtpAddress, sent: Sent, at: number, wall: number): void {
    if (source.address !== this.#latch?.target.address) return
    const isWhole = this.rtcp.receive(bytes, sent, at, wall)
    if (isWhole && !this.rtcp.hasEnded) this.#silentFrames = 0
  }

  /** Our RTCP when it is due; `chance` is drawn evenly from 0 to 1, `wall` is ms since 1970. */
  report(
    sent: Sent,
    name: string,
    at: number,
    wall: number,
    chance: number,
  ): Uint8Array | undefined {
    const { reception } = this
    const jitter = this.#arrivals.jitter * this.#units
    return this.rtcp.report({ sent, reception, jitter }, name, at, wall, chance)
  }

  /** The party's next 20 ms; `at` is ms of the clock of `receive`. */
  pull(frame: Frame, at: number): void {
    this.jitter.pull(frame, at)
  }

  /** 20 ms passed; true once, when nothing has come for too long. */
  isLost(): boolean {
    if (++this.#frames % judgedFrames === 0) this.#judge()
    return this.#negotiated?.neverSilent === true && ++this.#silentFrames === this.#mostSilentFrames
  }

  /** The leg ends. */
  close(): void {
    const measured = this.#measure()
    if (measured !== undefined) this.#emitQuality(this.#watch.conclude(measured), true)
    this.#decoders.clear()
  }

  /** Of a payload type that was not agreed. */
  #refuse({ payloadType }: RtpPacket, source: RtpAddress): void {
    this.counts.foreign++
    const isParty = source.address === this.target?.address && source.port === this.target.port
    if (isParty && this.counts.foreign >= toldMismatches)
      this.#tell('codec-mismatch', `packets of type ${payloadType}, which was not agreed`)
  }

  #isOfParty({ ssrc, sequence }: RtpPacket, source: RtpAddress, at: number): boolean {
    const sender = this.#latch?.judge(source, ssrc, sequence, at)
    if (sender === 'party') return true
    if (sender === 'candidate') this.counts.unproven++
    else this.counts.intruding++
    if (this.counts.intruding === toldIntruders || this.counts.unproven === toldUnproven)
      this.#tell('foreign-rtp', 'RTP that is not of the party, refused')
    return false
  }

  #take(packet: RtpPacket, bytes: Uint8Array, kind: PayloadKind, at: number): void {
    this.counts.received++
    this.#silentFrames = 0
    if (packet.ssrc !== this.reception.ssrc) this.#meet()
    this.reception.count(packet.ssrc, packet.sequence)
    if (kind === 'event') this.#hearKey(packet, bytes, at)
    if (this.#negotiated?.receiving !== true) return
    const isSound = kind !== 'event' && kind !== 'noise'
    if (isSound) this.#arrive(packet, kind, at)
    if (isSound) this.#options.onAudio(packet, bytes, kind)
    if (this.#isDecoded) this.#push(packet, bytes, kind)
  }

  #arrive({ timestamp }: RtpPacket, codec: CodecName, at: number): void {
    if (codec !== this.#codec) {
      this.#arrivals.reset()
      this.#codec = codec
      this.#units = unitsOfKind(codec)
    }
    this.#arrivals.observe(timestamp, this.#units, at)
  }

  #push(packet: RtpPacket, bytes: Uint8Array, kind: PayloadKind): void {
    const decoder = this.#decoders.of(packet.payloadType, kind)
    this.jitter.push(packet, bytes, decoder, this.#units)
  }

  #hearKey(packet: RtpPacket, bytes: Uint8Array, at: number): void {
    const event = parseEvent(bytes, packet.payloadStart, packet.payloadEnd)
    if (event === undefined) return
    this.#options.onKeySigned(this.jitter.depth)
    const digit = this.#digits.receive(packet, event, Math.floor(at / 20))
    const { leg, emit } = this.#options
    if (digit !== undefined) emit({ type: 'leg.digit', leg, digit, by: 'event' })
  }

  /** Another stream begins: its timestamps have nothing to do with the former one's. */
  #meet(): void {
    this.jitter.renew()
    this.#arrivals.reset()
    this.#decoders.clear()
    this.#digits.reset()
  }

  #judge(): void {
    const measured = this.#measure()
    const quality = measured && this.#watch.compare(measured)
    if (quality !== undefined) this.#emitQuality(quality, false)
  }

  #emitQuality(quality: LegQuality, final: boolean): void {
    const { leg, emit } = this.#options
    emit({ type: 'leg.measured', leg, quality, final })
  }

  /** Undefined before any sound has come. */
  #measure(): Measured | undefined {
    const codec = this.#codec
    if (codec === undefined) return undefined
    const { roundTripMs, farLost, farJitter } = this.rtcp
    const own = this.#negotiated?.codec ?? codec
    const measured = {
      codec,
      encoding: codecOf(codec).encoding.split('/')[0] ?? codec,
      received: this.reception.received,
      expected: this.reception.expected,
      lost: this.reception.lost,
      late: this.jitter.counts.late,
      jitterMs: this.#arrivals.jitter / 8,
      bufferMs: this.jitter.target / 8,
      packetMs: 20,
      roundTripMs,
      farLost,
      farJitterMs: farJitter === undefined ? undefined : farJitter / (8 * unitsOfKind(own)),
    }
    return beyondRelay(measured, this.network)
  }

  #tell(reason: ReasonCode, detail: string): void {
    if (this.#told.has(reason)) return
    this.#told.add(reason)
    const { leg, emit } = this.#options
    emit({ type: 'media.faulted', reason, leg, detail })
  }
}

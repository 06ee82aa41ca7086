import type { Arrivals } from './arrivals.ts'
import { Concealment } from './concealment.ts'
import { type Frame, frameSamples } from './frame.ts'
import { type PayloadDecoder, PayloadStore, storeSlots, noDecoder } from './payload-store.ts'
import { shorteningSamples, PlayoutBuffer } from './playout-buffer.ts'
import { excessDelay, mostDelay, PlayoutDelay } from './playout-delay.ts'
import type { RtpPacket } from './rtp.ts'

// What one party says, put back on its time line.
//
//              a packet             the next turn: its place is found
//      silent ----------> beginning ----------------------------------> playing
//        ^                                                                |
//        '------ nothing came for 60 ms, or the party told that it pauses '

// All in samples at 8 kHz.
/** A deeper buffer is a burst after a stall: it is not heard late but left out. */
const overflow = mostDelay + 2 * frameSamples
/** Turns without a packet until the party counts as silent: 60 ms, when concealment has faded. */
const mostDryTurns = 3
/** What a packet may last: 120 ms. */
const longestPacket = 960

type JitterCounts = {
  /** Came after their time, or were left out to shorten the delay. */
  late: number
  duplicate: number
  /** Packets that were missing, and concealed. */
  lost: number
  /** Turns concealed because nothing was here. */
  starved: number
  /** The party began another time line. */
  resynchronized: number
}

type PlayoutPhase = 'silent' | 'beginning' | 'playing'

/**
 * Keeps payloads by sequence number and decodes them in their order, 20 ms at each pull. Its delay follows the
 * unevenness of the arrivals: too late a packet makes it grow at once, by repeating a pitch period; what was not needed
 * for 5 s is taken back, by leaving one out where it is not heard.
 */
export class JitterBuffer {
  readonly counts: JitterCounts = { late: 0, duplicate: 0, lost: 0, starved: 0, resynchronized: 0 }
  readonly #arrivals: Arrivals
  readonly #delay: PlayoutDelay
  readonly #store = new PayloadStore()
  readonly #playout = new PlayoutBuffer()
  readonly #concealment = new Concealment()
  #phase: PlayoutPhase = 'silent'
  /** The next packet to decode, and the timestamp that it should have; `#newest` is the last one that came. */
  #sequence = -1
  #timestamp = 0
  #newest = 0
  /** Timestamp units for each sample, and samples of the last packet. */
  #units = 1
  #packetSamples = frameSamples
  #decoder: PayloadDecoder = noDecoder
  /** Nothing was decoded yet since the last silence. */
  #isFresh = true
  #dry = 0
  /** Samples made up while nothing was here: the next packet may have been due at their beginning. */
  #owed = 0
  /** `#timestamp` and `#owed` say where on the time line we are, also while nothing comes. */
  #hasLine = false
  /** Samples by which the delay is to grow. */
  #grow = 0
  /** Where a stream that seems to have jumped would go on; two packets in a row make the jump. */
  #jump = -1

  constructor(arrivals: Arrivals) {
    this.#arrivals = arrivals
    this.#delay = new PlayoutDelay(arrivals)
  }

  /** Sound comes out. */
  get isPlaying(): boolean {
    return this.#phase === 'playing' && !this.#isFresh
  }

  /** Samples that wait to be heard. */
  get depth(): number {
    const { size } = this.#store
    if (size === 0) return this.#playout.ahead
    const units = (this.#store.timestamp(this.#newest) - this.#timestamp) | 0
    const [bySize, byTime] = [size * this.#packetSamples, units / this.#units + this.#packetSamples]
    // Pauses and missing packets count, but not a jump of the party's clock.
    return this.#playout.ahead + (byTime <= overflow ? Math.max(bySize, byTime) : bySize)
  }

  /** The delay that it aims at. */
  get target(): number {
    return this.#delay.target
  }

  /** Another stream begins; what was heard of the former one fades. */
  renew(): void {
    this.#store.clear()
    this.#sequence = -1
    this.#hush()
    this.#hasLine = false
    this.#decoder = noDecoder
    this.#jump = -1
  }

  /** Nobody listened until now. */
  reset(): void {
    this.renew()
    this.#playout.clear()
    this.#concealment.reset()
  }

  /** A packet of the stream came; `units` of its timestamp make one sample. */
  push(packet: RtpPacket, bytes: Uint8Array, decoder: PayloadDecoder, units: number): void {
    const isSound = decoder.decoder !== undefined && !decoder.isNoise
    if (isSound && units !== this.#units) {
      this.renew()
      this.#units = units
    }
    if (!this.#admits(packet)) return
    if (this.#phase === 'silent') this.#begin(packet, isSound)
    if (!this.#store.put(packet, bytes, decoder)) this.counts.duplicate++
    else if (distance(this.#newest, packet.sequence) > 0) this.#newest = packet.sequence
    if (this.#phase === 'silent') this.#decode()
  }

  /** The next 20 ms; `at` is ms of the clock of the arrivals. */
  pull(frame: Frame, at: number): void {
    if (this.#phase === 'beginning') this.#place(at)
    if (this.#phase === 'playing') this.#play()
    else this.#fillPause()
    if (this.#phase === 'playing') this.#watch(at)
    this.#playout.take(frame)
  }

  #admits({ sequence, timestamp }: RtpPacket): boolean {
    if (this.#sequence < 0) return true
    const ahead = distance(this.#sequence, sequence)
    if (ahead >= 0 && (ahead < storeSlots || this.#phase === 'silent')) return true
    if (ahead < 0 && ahead > -storeSlots) {
      if (this.#isFresh && this.#goesBackTo(sequence, timestamp)) return true
      this.#comesLate(sequence, -ahead)
      return false
    }
    return this.#jumps(sequence)
  }

  /** Before sound has begun, a packet from before the first one may still come first. */
  #goesBackTo(sequence: number, timestamp: number): boolean {
    if (this.#phase === 'silent' || this.#store.knows(sequence)) return false
    const isInTime = this.#phase === 'beginning' || ((timestamp - this.#timestamp) | 0) >= 0
    if (!isInTime || distance(sequence, this.#newest) >= storeSlots) return false
    this.#sequence = sequence
    return true
  }

  #comesLate(sequence: number, packets: number): void {
    if (this.#store.knows(sequence)) {
      this.counts.duplicate++
      return
    }
    this.counts.late++
    if (this.#phase !== 'playing') return
    const by = Math.min(packets * this.#packetSamples - this.#playout.ahead, mostDelay - this.depth)
    this.#grow = Math.max(this.#grow, by)
    this.#delay.keep()
  }

  #jumps(sequence: number): boolean {
    const isSecond = sequence === this.#jump
    this.#jump = (sequence + 1) & 0xffff
    if (!isSecond) return false
    this.counts.resynchronized++
    this.counts.late += this.#store.size
    this.#store.clear()
    this.#hush()
    this.#hasLine = false
    return true
  }

  /** Only sound ends a silence. */
  #begin({ sequence }: RtpPacket, isSound: boolean): void {
    this.#jump = -1
    this.#sequence = this.#newest = sequence
    this.#isFresh = true
    if (isSound) this.#phase = 'beginning'
  }

  /** Finds where the first packet after a silence belongs: on the old time line, unless the delay is to be another. */
  #place(at: number): void {
    this.#phase = 'playing'
    const first = this.#store.timestamp(this.#sequence)
    const delay = this.#arrivals.delayOf(first, this.#units, at)
    const pause = ((first - this.#timestamp) | 0) / this.#units - this.#owed
    const tooMuch = pause + delay - this.target
    if (this.#hasLine && pause >= 0 && tooMuch >= -excessDelay && tooMuch <= 2 * excessDelay) return
    const wait = Math.max(0, Math.round(this.target - delay))
    this.#timestamp = (first - wait * this.#units) | 0
    this.#owed = 0
    this.#hasLine = true
  }

  /** Nothing more is heard until the next packet. */
  #hush(): void {
    this.#phase = 'silent'
    this.#isFresh = true
    this.#grow = this.#dry = 0
    this.#delay.keep()
  }

  /** What was heard last fades; then it is silent, or there is the noise that the party described. */
  #fillPause(): void {
    const missing = frameSamples - this.#playout.ahead
    if (missing <= 0) return
    const isMade = this.#decoder.isNoise || !this.#concealment.isSilent
    if (isMade) this.#conceal(frameSamples)
    this.#owed += isMade ? frameSamples : missing
  }

  #play(): void {
    if (this.depth > overflow) this.#leaveOut()
    while (this.#playout.ahead < frameSamples && this.#phase === 'playing') this.#continue()
    if (this.#delay.toLeaveOut > 0) this.#shorten()
    if (this.#phase !== 'playing' && this.#playout.ahead < frameSamples) this.#fillPause()
  }

  /** Adds sound to the playout buffer, or goes one packet on. */
  #continue(): void {
    const { size } = this.#store
    if (this.#grow > 0) this.#stretch()
    else if (this.#store.has(this.#sequence)) this.#decode()
    else if (size > 0) this.#lose()
    else this.#starve()
  }

  #decode(): void {
    const decoder = this.#store.decoder(this.#sequence)
    if (decoder.decoder === undefined || decoder.isNoise) this.#pause(decoder)
    else if (this.#closeGap()) this.#add(decoder)
  }

  /** A key, or a description of the noise in the pause that begins. */
  #pause(decoder: PayloadDecoder): void {
    if (decoder.isNoise) {
      this.#playout.makeRoom()
      if (!this.#decoder.isNoise) this.#concealment.cut(this.#playout.samples, this.#playout.end)
      this.#store.decode(this.#sequence, this.#playout.samples, this.#playout.end)
      this.#decoder = decoder
    }
    this.#step()
    if (this.#store.size === 0) this.#hush()
  }

  /** False where it was a pause that is still to be filled. */
  #closeGap(): boolean {
    const units = (this.#store.timestamp(this.#sequence) - this.#timestamp) | 0
    if (units === 0) return true
    const gap = Math.floor(units / this.#units)
    const pause = gap - this.#owed
    if (pause > 0 && pause <= mostDelay) {
      const count = Math.min(pause, frameSamples)
      this.#conceal(count)
      this.#timestamp = (this.#timestamp + (count + this.#owed) * this.#units) | 0
      this.#owed = 0
      return false
    }
    if (gap < 0 || pause > mostDelay) this.counts.resynchronized++
    this.#timestamp = this.#store.timestamp(this.#sequence)
    return true
  }

  #add(decoder: PayloadDecoder): void {
    this.#playout.makeRoom()
    const { samples, end } = this.#playout
    const count = this.#store.decode(this.#sequence, samples, end)
    this.#step()
    if (count === 0) return
    if (this.#decoder.isNoise) this.#concealment.cut(samples, end)
    this.#decoder = decoder
    this.#packetSamples = Math.min(count, longestPacket)
    this.#concealment.join(samples, end, count)
    this.#playout.add(count)
    this.#isFresh = false
    this.#timestamp = (this.#timestamp + count * this.#units) | 0
    this.#owed = this.#dry = 0
  }

  /** A packet is missing while later ones are here. */
  #lose(): void {
    let packets = 1
    while (packets < storeSlots && !this.#store.has((this.#sequence + packets) & 0xffff)) packets++
    const units = (this.#store.timestamp((this.#sequence + packets) & 0xffff) - this.#timestamp) | 0
    const even = Math.floor(units / this.#units / packets)
    const count = even > 0 && even <= this.#packetSamples ? even : this.#packetSamples
    this.counts.lost++
    this.#step()
    this.#timestamp = (this.#timestamp + count * this.#units) | 0
    if (this.#owed >= count) this.#owed -= count
    else this.#conceal(count)
  }

  #starve(): void {
    if (++this.#dry > mostDryTurns) {
      this.#hush()
      return
    }
    this.counts.starved++
    this.#conceal(frameSamples)
    this.#owed += frameSamples
    this.#delay.keep()
  }

  #conceal(count: number): void {
    this.#playout.makeRoom()
    const { samples, end } = this.#playout
    const { decoder, isNoise } = this.#decoder
    const mayOwn = isNoise || this.#phase === 'playing'
    if (mayOwn && decoder?.conceal(samples, end, count) === true)
      this.#concealment.join(samples, end, count)
    else this.#concealment.conceal(samples, end, count)
    this.#playout.add(count)
  }

  #stretch(): void {
    this.#playout.makeRoom()
    const { samples, end } = this.#playout
    this.#playout.add(this.#concealment.stretch(samples, end, this.#grow))
    this.#grow = 0
    this.#delay.restart()
  }

  #shorten(): void {
    while (this.#playout.ahead < shorteningSamples && this.#store.has(this.#sequence))
      this.#decode()
    this.#delay.shorten((most, anyway) => this.#playout.shorten(most, anyway))
  }

  /** Goes on where the delay is as wanted. */
  #leaveOut(): void {
    const wanted = this.target
    this.#playout.makeRoom()
    this.#concealment.cut(this.#playout.samples, this.#playout.end)
    while (this.#store.size > 1 && (this.depth > wanted || !this.#store.has(this.#sequence))) {
      if (this.#store.has(this.#sequence)) this.counts.late++
      this.#step()
      if (this.#store.has(this.#sequence)) this.#timestamp = this.#store.timestamp(this.#sequence)
    }
    this.#owed = 0
    this.#delay.restart()
  }

  #step(): void {
    this.#store.take(this.#sequence)
    this.#sequence = (this.#sequence + 1) & 0xffff
  }

  #watch(at: number): void {
    if (this.#owed > 0 || this.#dry > 0) return
    const heard = (this.#timestamp - this.#playout.ahead * this.#units) | 0
    this.#delay.watch(this.#arrivals.delayOf(heard, this.#units, at))
  }
}

/** How far `to` lies behind `from`, of sequence numbers: negative before it. */
const distance = (from: number, to: number): number => ((to - from) << 16) >> 16

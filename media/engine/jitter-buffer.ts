import type { Decoder } from './codecs/codec.ts'
import { type Frame, frameSamples } from './frame.ts'
import type { RtpPacket } from './rtp.ts'

/** Samples that fit: 1.02 s. A power of two, so that a timestamp's low bits are its place. */
const capacity = 8192
const mask = capacity - 1
/** Marks a place without sound; no G.711 code expands to it. */
const absent = -32_768
/** Frames to wait when sound begins: so much jitter costs nothing. */
const startFrames = 2
/** More than this is a burst after a stall: go straight back to `restFrames`. */
const mostSamples = 20 * frameSamples
const restFrames = 2
/** Frames over which the least depth is watched before delay is taken back: 10 s. */
const watchFrames = 500
/** From here on, what was heard last is no longer repeated. */
const mostRepeats = 4

export type JitterCounts = {
  late: number
  duplicate: number
  /** Frames concealed because a packet was missing while later ones were here. */
  lost: number
  /** Frames concealed because nothing was here. */
  starved: number
  resynchronized: number
}

/**
 * Puts received sound back on its time line: packets of any length go in by timestamp, frames of 20 ms come out.
 * An empty buffer waits (so the delay grows to what the network needs); delay that was never needed is taken back.
 * Missing sound repeats what was heard last, fading.
 */
export class JitterBuffer {
  readonly counts: JitterCounts = { late: 0, duplicate: 0, lost: 0, starved: 0, resynchronized: 0 }
  readonly #ring = new Int16Array(capacity).fill(absent)
  readonly #decoded = new Int16Array(capacity / 2)
  #running = false
  /** Timestamp of the next sample to play, and of the one after the newest. */
  #next = 0
  #end = 0
  #waitFrames = 0
  #repeats = mostRepeats
  #leastDepth = capacity
  #watched = 0
  /** Where a stream that seems to have jumped would go on; two packets in a row make the jump. */
  #jump: number | undefined

  /** Samples that wait to be played. */
  get depth(): number {
    return this.#running ? (this.#end - this.#next) | 0 : 0
  }

  /** Sound has begun to come out. */
  get isPlaying(): boolean {
    return this.#running && this.#waitFrames === 0
  }

  /** Forgets the stream: a new SSRC begins, or the far end was put on hold. */
  reset(): void {
    this.#ring.fill(absent)
    this.#running = false
    this.#jump = undefined
  }

  /** Decodes the packet's payload onto the time line. */
  push(packet: RtpPacket, bytes: Uint8Array, decoder: Decoder): void {
    const { timestamp, payloadStart, payloadEnd } = packet
    const most = Math.min(payloadEnd, payloadStart + capacity / 2)
    const length = decoder.decode(bytes, payloadStart, most, this.#decoded, 0)
    if (!this.#admits(timestamp, length)) return
    const skip = Math.max(0, (this.#next - timestamp) | 0)
    for (let index = skip; index < length; index++)
      this.#ring[(timestamp + index) & mask] = this.#decoded[index] ?? 0
    const after = (timestamp + length) | 0
    if (((after - this.#end) | 0) > 0) this.#end = after
  }

  /** The next 20 ms; `frame` must be the one of the pull before, since concealment fades it. */
  pull(frame: Frame): void {
    if (!this.#running || this.#waitFrames > 0 || this.depth < frameSamples) {
      this.#starve(frame)
      return
    }
    if (this.depth > mostSamples) this.#skip(this.depth - restFrames * frameSamples)
    if (this.#take(frame)) this.#repeats = 0
    else {
      this.counts.lost++
      this.#conceal(frame)
    }
    this.#watch()
  }

  #admits(timestamp: number, length: number): boolean {
    if (!this.#running) this.#begin(timestamp)
    const ahead = (timestamp - this.#next) | 0
    if (this.#beginsEarlier(timestamp)) this.#next = timestamp | 0
    else if (this.depth <= 0 && ahead > startFrames * frameSamples) this.#begin(timestamp)
    else if (ahead <= -capacity || ahead + length > capacity) return this.#jumped(timestamp, length)
    else if (ahead + length <= 0) {
      this.counts.late++
      return false
    }
    this.#jump = undefined
    if (ahead >= 0 && this.#ring[timestamp & mask] !== absent) {
      this.counts.duplicate++
      return false
    }
    return true
  }

  /** Nothing was played yet, so a packet from before the first may still come first. */
  #beginsEarlier(timestamp: number): boolean {
    if (this.#waitFrames < startFrames || ((timestamp - this.#next) | 0) >= 0) return false
    const depth = (this.#end - timestamp) | 0
    return depth > 0 && depth <= mostSamples
  }

  #begin(timestamp: number): void {
    this.#ring.fill(absent)
    this.#running = true
    this.#next = timestamp | 0
    this.#end = this.#next
    this.#waitFrames = startFrames
    this.#leastDepth = capacity
    this.#watched = 0
  }

  #jumped(timestamp: number, length: number): boolean {
    if (this.#jump !== (timestamp | 0)) {
      this.#jump = (timestamp + length) | 0
      return false
    }
    this.counts.resynchronized++
    this.#jump = undefined
    this.#begin(timestamp)
    return true
  }

  #starve(frame: Frame): void {
    if (this.#waitFrames > 0) this.#waitFrames--
    else if (this.#running) this.counts.starved++
    this.#conceal(frame)
  }

  /** False when no sample of the frame was there. */
  #take(frame: Frame): boolean {
    let found = false
    for (let index = 0; index < frameSamples; index++) {
      const place = (this.#next + index) & mask
      const sample = this.#ring[place] ?? absent
      if (sample === absent) continue
      frame[index] = sample
      this.#ring[place] = absent
      found = true
    }
    this.#next = (this.#next + frameSamples) | 0
    return found
  }

  #conceal(frame: Frame): void {
    if (this.#repeats >= mostRepeats) {
      frame.fill(0)
      return
    }
    this.#repeats++
    for (let index = 0; index < frameSamples; index++) frame[index] = (frame[index] ?? 0) >> 1
  }

  #watch(): void {
    this.#leastDepth = Math.min(this.#leastDepth, this.depth)
    if (++this.#watched < watchFrames) return
    if (this.#leastDepth > restFrames * frameSamples)
      this.#skip(this.#leastDepth - restFrames * frameSamples)
    this.#leastDepth = capacity
    this.#watched = 0
  }

  #skip(samples: number): void {
    for (let index = 0; index < samples; index++) this.#ring[(this.#next + index) & mask] = absent
    this.#next = (this.#next + samples) | 0
  }
}

import { frameSamples } from './frame.ts'
import { codeOf, type TelephoneEvent } from './telephone-event.ts'

/** A key sounds for 100 ms; its end is said three times (RFC 4733 section 2.5.1.4); then 60 ms of audio. */
const toneFrames = 5
const endPackets = 3
const pauseFrames = 3

export type DigitPacket = {
  readonly event: TelephoneEvent
  /** Frames since the event began: its RTP timestamp lies so far back. */
  readonly age: number
}

/** Plays out a string of keys as one event packet per 20 ms. */
export class DigitSender {
  readonly #codes: number[] = []
  #frame = 0

  /** Characters that no telephone key has are left out. */
  add(digits: string): void {
    for (const digit of digits) {
      const code = codeOf(digit)
      if (code !== undefined) this.#codes.push(code)
    }
  }

  /** A key sounds, or is still to sound. */
  get isBusy(): boolean {
    return this.#codes.length > 0
  }

  /** The packet of this 20 ms; undefined when audio goes out instead. */
  next(): DigitPacket | undefined {
    const code = this.#codes[0]
    if (code === undefined) return undefined
    const age = this.#frame++
    if (age < toneFrames + endPackets) {
      const duration = Math.min(age + 1, toneFrames) * frameSamples
      return { event: { code, end: age >= toneFrames, duration }, age }
    }
    if (this.#frame === toneFrames + endPackets + pauseFrames) {
      this.#codes.shift()
      this.#frame = 0
    }
    return undefined
  }
}

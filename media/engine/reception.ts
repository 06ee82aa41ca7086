/** RFC 3550 appendix A.1. */
const mostDropout = 3000
const mostMisorder = 100

/** What one stream's packets tell about the way they came, RFC 3550 appendices A.1 and A.3; over all of a leg's streams. */
export class Reception {
  received = 0
  #ssrc: number | undefined
  #base = 0
  #highest = 0
  #cycles = 0
  /** Of the present stream alone. */
  #streamReceived = 0
  /** Of the streams before. */
  #formerExpected = 0
  #formerLost = 0
  /** The sequence number that would prove a jump. */
  #jump = -1
  #expectedAtReport = 0
  #receivedAtReport = 0

  /** Undefined before the first packet. */
  get ssrc(): number | undefined {
    return this.#ssrc
  }

  /** Extended highest sequence number: the cycles in the upper 16 bits. */
  get extendedHighest(): number {
    return (this.#cycles + this.#highest) >>> 0
  }

  get expected(): number {
    return this.#formerExpected + this.#streamExpected
  }

  get lost(): number {
    return this.#formerLost + Math.max(0, this.streamLost)
  }

  /** Of the present stream; negative where duplicates came, which count as received (A.3). */
  get streamLost(): number {
    return this.#streamExpected - this.#streamReceived
  }

  get #streamExpected(): number {
    return this.#ssrc === undefined ? 0 : this.#cycles + this.#highest - this.#base + 1
  }

  /** A packet of the party. */
  count(ssrc: number, sequence: number): void {
    this.received++
    if (ssrc !== this.#ssrc) this.#begin(ssrc, sequence)
    else if (!this.#advance(sequence)) return
    this.#streamReceived++
  }

  /** Lost since the last call, as a fraction of 256; RFC 3550 appendix A.3. */
  takeFraction(): number {
    const expected = this.#streamExpected - this.#expectedAtReport
    const lost = expected - (this.#streamReceived - this.#receivedAtReport)
    this.#expectedAtReport = this.#streamExpected
    this.#receivedAtReport = this.#streamReceived
    return expected <= 0 || lost <= 0 ? 0 : Math.min(255, Math.floor((lost * 256) / expected))
  }

  #begin(ssrc: number, sequence: number): void {
    this.#formerExpected = this.expected
    this.#formerLost = this.lost
    this.#ssrc = ssrc
    this.#base = this.#highest = sequence
    this.#cycles = 0
    this.#streamReceived = this.#expectedAtReport = this.#receivedAtReport = 0
    this.#jump = -1
  }

  /** False for a packet far away from the others; two of them in a row are a new beginning. */
  #advance(sequence: number): boolean {
    const step = (sequence - this.#highest) & 0xffff
    if (step < mostDropout) {
      if (sequence < this.#highest) this.#cycles += 0x10000
      this.#highest = sequence
    } else if (step <= 0x10000 - mostMisorder) {
      if (sequence !== this.#jump) {
        this.#jump = (sequence + 1) & 0xffff
        return false
      }
      this.#begin(this.#ssrc ?? 0, sequence)
    }
    return true
  }
}

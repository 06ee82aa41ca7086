import { randomFillSync } from 'node:crypto'

/** So often a probe is sent, and so long one is waited for, ms. */
const [everyMs, patienceMs] = [25, 1000]
/** None came back for so long: something swallows them, and nothing is known. */
const blindAfterMs = 10_000

/**
 * Measures how long a datagram waits in our own socket: it sends small ones to itself. Of what the kernel holds for us
 * nothing else tells.
 */
export class Probe {
  readonly #mark = Buffer.alloc(4)
  readonly #timer: NodeJS.Timeout
  #sentAt: number | undefined
  #cameAt = -Infinity

  /** `onDelay` hears how long the last probe took, or has taken until now, ms. */
  constructor(send: (mark: Buffer) => void, onDelay: (ms: number) => void) {
    this.#timer = setInterval(() => this.#tick(send, onDelay), everyMs).unref()
  }

  /** A short datagram came from our own port. */
  received(datagram: Buffer): void {
    if (datagram.equals(this.#mark)) this.#cameAt = performance.now()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #tick(send: (mark: Buffer) => void, onDelay: (ms: number) => void): void {
    const now = performance.now()
    if (this.#sentAt !== undefined) {
      const isBack = this.#cameAt >= this.#sentAt
      const delayMs = (isBack ? this.#cameAt : now) - this.#sentAt
      const isBlind = now - this.#cameAt > blindAfterMs
      onDelay(isBlind ? 0 : delayMs)
      if (!isBack && delayMs < patienceMs) return
    }
    randomFillSync(this.#mark)
    this.#sentAt = now
    send(this.#mark)
  }
}

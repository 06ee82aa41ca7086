import type { RtpAddress } from '../engine/latch.ts'
import { FloodGate } from './flood-gate.ts'
import type { PortListener } from './packet-ports.ts'

/** One port's way to the listener of its pair, with a gate before it. */
export class PortReceiver {
  readonly #kind: 'rtp' | 'rtcp'
  #listener: PortListener | undefined
  #gate = new FloodGate(() => undefined)
  /** Where we send to, which is where the party is heard from. */
  target: RtpAddress | undefined
  /** The same object as long as it is the same source, so that comparing costs nothing. */
  source: RtpAddress | undefined
  #isFaultTold = false

  constructor(kind: 'rtp' | 'rtcp') {
    this.#kind = kind
  }

  listen(listener: PortListener): void {
    this.#listener = listener
    this.#gate = new FloodGate(() =>
      listener.fault('rtp-flood', `packets to the ${this.#kind} port are thrown away`),
    )
  }

  hear(packet: Uint8Array, source: RtpAddress, at: number): void {
    if (this.#listener === undefined) return
    if (this.#gate.admits(isSame(source, this.target), at))
      this.#listener[this.#kind](packet, source, at)
  }

  /** A party out of reach fails packet by packet: once is enough. */
  fail(detail: string): void {
    if (!this.#isFaultTold) this.#listener?.fault('path-lost', detail)
    this.#isFaultTold = true
  }
}

export const isSame = (one: RtpAddress, other: RtpAddress | undefined): boolean =>
  one === other || (one.port === other?.port && one.address === other.address)

import { SrtpReceiver, SrtpSender } from './srtp-stream.ts'
import type { SuiteName } from './suites.ts'

/** Both directions of one leg; each master key with its salt in base64. */
export type SrtpKeys = { readonly suite: SuiteName; readonly ours: string; readonly theirs: string }

/** From so many packets on that are not genuine, somebody is told: some may be late ones under a former key. */
const toldForgeries = 50

/** SRTP of one leg: undone before the engine sees a packet, done behind it. */
export class SrtpSession {
  #keys: SrtpKeys
  #sender: SrtpSender
  #receiver: SrtpReceiver
  #isTold = false
  readonly #tell: () => void

  /** `tell` is called once where many packets are not genuine. */
  constructor(keys: SrtpKeys, tell: () => void) {
    this.#keys = keys
    this.#tell = tell
    this.#sender = new SrtpSender(keys.suite, Buffer.from(keys.ours, 'base64'))
    this.#receiver = new SrtpReceiver(keys.suite, Buffer.from(keys.theirs, 'base64'))
  }

  /** Packets that were not genuine, or came again, under the present key. */
  get counts(): SrtpReceiver['counts'] {
    return this.#receiver.counts
  }

  /** Keys agreed anew: a direction whose key stays goes on where it is. */
  apply(keys: SrtpKeys): void {
    const { suite, ours, theirs } = this.#keys
    if (keys.suite !== suite || keys.ours !== ours)
      this.#sender = new SrtpSender(keys.suite, Buffer.from(keys.ours, 'base64'))
    if (keys.suite !== suite || keys.theirs !== theirs)
      this.#receiver = new SrtpReceiver(keys.suite, Buffer.from(keys.theirs, 'base64'))
    this.#keys = keys
  }

  protectRtp(packet: Uint8Array): Uint8Array {
    return this.#sender.protectRtp(packet)
  }

  protectRtcp(packet: Uint8Array): Uint8Array {
    return this.#sender.protectRtcp(packet)
  }

  unprotectRtp(packet: Uint8Array): Uint8Array | undefined {
    const opened = this.#receiver.unprotectRtp(packet)
    if (opened === undefined) this.#watch()
    return opened
  }

  unprotectRtcp(packet: Uint8Array): Uint8Array | undefined {
    const opened = this.#receiver.unprotectRtcp(packet)
    if (opened === undefined) this.#watch()
    return opened
  }

  #watch(): void {
    if (this.#isTold || this.counts.forged < toldForgeries) return
    this.#isTold = true
    this.#tell()
  }
}

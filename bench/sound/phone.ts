import type { RtpAddress } from '../../media/engine/latch.ts'
import type { PortPair } from '../../media/packets/packet-ports.ts'
import { rtpPacket, stamp } from '../rtp-packet.ts'
import type { Times } from './heard.ts'

const host = '127.0.0.1'
const headerBytes = 12
const samplesPerMs = 8
/** Mu-law of a hardly audible sound, and of the loudest. */
const [quiet, loud] = [0x7e, 0x00]
/** The highest of the eight segments, as only the mark is. */
const isLoud = (code: number): boolean => (code & 0x70) === 0
/** Once a second a packet is marked; a mark that is not heard by then is lost. */
const markEvery = 50
/** Phones of one group mark at different times, so that nobody takes one's mark for another's. */
const markApart = 6

/** A phone that sends 20 ms of PCMU at a time and looks at the clock when something comes. */
export class Phone {
  received = 0
  sent = 0
  readonly #pair: PortPair
  readonly #packet: Buffer
  readonly #times: { readonly gaps: Times; readonly delays: Times }
  #to: RtpAddress | undefined
  #hearer: Phone | undefined
  #last: number | undefined
  /** When the mark that it is to hear was sent. */
  #markedAt: number | undefined

  constructor(n: number, pair: PortPair, times: { gaps: Times; delays: Times }) {
    this.#pair = pair
    this.#packet = rtpPacket(n + 1)
    this.#times = times
    pair.listen({
      rtp: (packet, _source, at) => this.#hear(packet, at),
      rtcp: () => undefined,
      fault: () => undefined,
    })
  }

  get port(): number {
    return this.#pair.port
  }

  /** `hearer` hears what this one says. */
  talk(port: number, hearer: Phone | undefined): void {
    this.#to = { address: host, port }
    this.#hearer = hearer
  }

  /** What lies between two measurements is no gap. */
  forget(): void {
    this.received = this.sent = 0
    this.#last = undefined
  }

  send(n: number, tick: number): void {
    if (this.#to === undefined) return
    const isMark = (tick + n * markApart) % markEvery === 0 && this.#hearer !== undefined
    if (isMark) this.#mark()
    this.#pair.sendRtp(stamp(this.#packet, tick), this.#to)
    if (isMark) this.#packet.fill(quiet, headerBytes)
    this.sent++
  }

  #mark(): void {
    this.#packet.fill(loud, headerBytes)
    if (this.#hearer !== undefined) this.#hearer.#markedAt = performance.now()
  }

  #hear(packet: Uint8Array, at: number): void {
    this.received++
    if (this.#last !== undefined) this.#times.gaps.add(at - this.#last)
    this.#last = at
    if (this.#markedAt === undefined) return
    const place = packet.subarray(headerBytes).findIndex(isLoud)
    if (place < 0) return
    this.#times.delays.add(at + place / samplesPerMs - this.#markedAt)
    this.#markedAt = undefined
  }
}

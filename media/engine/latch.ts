export type RtpAddress = { readonly address: string; readonly port: number }

/** Whose a valid packet is: the party's; perhaps the party's, if more like it come; somebody else's. */
type StreamOrigin = 'party' | 'candidate' | 'stranger'

const same = (one: RtpAddress, other: RtpAddress): boolean =>
  one.port === other.port && one.address === other.address

/** How far a source is what was signalled. A better one takes over from a worse one, never the other way round. */
const [elsewhere, samePlace, signalled] = [1, 2, 3] as const
type Rank = typeof elsewhere | typeof samePlace | typeof signalled
/** Packets in a row until a source is believed. Those who try all ports send few to each. */
const neededPackets = { [elsewhere]: 8, [samePlace]: 3, [signalled]: 1 } as const
/** How many unknown sources are followed at a time, and after how many ms without a packet one gives its place away. */
const mostCandidates = 4
const staleMs = 200
/** So long a new SSRC must go on, with none of the former in between: two packets at once prove nothing. ms. */
const changeMs = 10

type LatchCandidate = RtpAddress & {
  ssrc: number
  sequence: number
  packets: number
  at: number
}

/**
 * Symmetric RTP (RFC 4961) for parties behind a NAT: who sends several packets of one stream in a row becomes the party,
 * and from then on nobody else does, nor another SSRC. The address that the party signalled is believed at once and
 * takes over for good. So a third party can neither steal the sound, nor put in its own, nor shut the party out.
 */
export class Latch {
  readonly #signalled: RtpAddress
  readonly #candidates: LatchCandidate[] = []
  #heard: RtpAddress | undefined
  #rank: Rank | 0 = 0
  #ssrc = 0
  /** Another SSRC from the party's source, at its first packet. */
  #next: { ssrc: number; sequence: number; at: number } | undefined

  constructor(signalled: RtpAddress) {
    this.#signalled = signalled
  }

  /** Where to send: to the source once heard, until then to the signalled address. */
  get target(): RtpAddress {
    return this.#heard ?? this.#signalled
  }

  isFor(signalled: RtpAddress): boolean {
    return same(this.#signalled, signalled)
  }

  /** Whose a packet is that came from there at `at` ms. */
  judge(source: RtpAddress, ssrc: number, sequence: number, at: number): StreamOrigin {
    if (this.#heard !== undefined && same(this.#heard, source))
      return this.#judgeStream(ssrc, sequence, at)
    const rank = this.#rankOf(source)
    if (rank <= this.#rank) return 'stranger'
    const packets = rank === signalled ? 1 : this.#follow(source, ssrc, sequence, at)
    if (packets < neededPackets[rank]) return packets === 0 ? 'stranger' : 'candidate'
    this.#heard = { address: source.address, port: source.port }
    this.#rank = rank
    this.#ssrc = ssrc
    this.#next = undefined
    this.#candidates.length = 0
    return 'party'
  }

  #rankOf(source: RtpAddress): Rank {
    if (same(this.#signalled, source)) return signalled
    return source.address === this.#signalled.address ? samePlace : elsewhere
  }

  /** From the right source, but perhaps not of the party's stream. */
  #judgeStream(ssrc: number, sequence: number, at: number): StreamOrigin {
    if (ssrc === this.#ssrc) {
      this.#next = undefined
      return 'party'
    }
    const next = this.#next
    if (next?.ssrc !== ssrc || !isNext(next.sequence, sequence)) {
      this.#next = { ssrc, sequence, at }
      return 'candidate'
    }
    if (at - next.at < changeMs) {
      next.sequence = sequence
      return 'candidate'
    }
    this.#ssrc = ssrc
    this.#next = undefined
    return 'party'
  }

  /** How many packets of this stream have come in a row; 0 when too many others are being followed. */
  #follow(source: RtpAddress, ssrc: number, sequence: number, at: number): number {
    const known = this.#candidates.find((candidate) => same(candidate, source))
    if (known !== undefined) {
      const goesOn = known.ssrc === ssrc && isNext(known.sequence, sequence)
      known.packets = goesOn ? known.packets + 1 : 1
      Object.assign(known, { ssrc, sequence, at })
      return known.packets
    }
    const { address, port } = source
    const candidate = { address, port, ssrc, sequence, packets: 1, at }
    const stale = this.#candidates.findIndex((other) => at - other.at > staleMs)
    if (stale >= 0) this.#candidates[stale] = candidate
    else if (this.#candidates.length < mostCandidates) this.#candidates.push(candidate)
    else return 0
    return 1
  }
}

/** A packet or two may be missing. */
const isNext = (before: number, now: number): boolean => {
  const step = (now - before) & 0xffff
  return step >= 1 && step <= 3
}

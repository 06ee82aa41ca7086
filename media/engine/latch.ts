export type Address = { readonly address: string; readonly port: number }

const same = (one: Address, other: Address): boolean =>
  one.port === other.port && one.address === other.address

/**
 * Symmetric RTP (RFC 4961) for parties behind a NAT: the first source that sends valid RTP becomes the party, and
 * from then on nobody else does. Only the address that the party signalled may still take over, and then for good.
 */
export class Latch {
  readonly #signalled: Address
  #heard: Address | undefined

  constructor(signalled: Address) {
    this.#signalled = signalled
  }

  /** Where to send: to the source once heard, until then to the signalled address. */
  get target(): Address {
    return this.#heard ?? this.#signalled
  }

  /** Whether a valid packet from there is the party's. */
  admits(source: Address): boolean {
    if (this.#heard !== undefined && same(this.#heard, source)) return true
    if (this.#heard !== undefined && !same(this.#signalled, source)) return false
    this.#heard = { address: source.address, port: source.port }
    return true
  }

  isFor(signalled: Address): boolean {
    return same(this.#signalled, signalled)
  }
}

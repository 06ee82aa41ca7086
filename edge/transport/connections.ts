import type { ConnectionHop } from './connection-hop.ts'

/** The connections of one transport, found by their far end. */
export class Connections {
  readonly #all = new Set<ConnectionHop>()
  readonly #byPlace = new Map<string, ConnectionHop>()

  get size(): number {
    return this.#all.size
  }

  /** `name`: the host name that its certificate was checked for; a request to another name does not go over it. */
  add(hop: ConnectionHop, name = ''): void {
    this.#all.add(hop)
    hop.onGone(() => this.#all.delete(hop))
    this.#index(hop, keyOf(hop.address, hop.port, name))
  }

  /** The far end says that it can also be reached there (`alias`, RFC 5923). */
  alias(hop: ConnectionHop, port: number): void {
    this.#index(hop, keyOf(hop.address, port, ''))
  }

  to(address: string, port: number, name = ''): ConnectionHop | undefined {
    return this.#byPlace.get(keyOf(address, port, name))
  }

  cutAll(): void {
    for (const hop of [...this.#all]) hop.cut()
  }

  #index(hop: ConnectionHop, key: string): void {
    // A peer names its alias in each message.
    if (this.#byPlace.get(key) === hop) return
    this.#byPlace.set(key, hop)
    hop.onGone(() => {
      if (this.#byPlace.get(key) === hop) this.#byPlace.delete(key)
    })
  }
}

const keyOf = (address: string, port: number, name: string): string =>
  name ? `${address} ${port} ${name}` : `${address} ${port}`

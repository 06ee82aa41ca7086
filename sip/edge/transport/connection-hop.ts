import type { Hop, Place, Transport } from './hop.ts'

export type ConnectionEnds = {
  readonly transport: Transport
  readonly address: string
  readonly port: number
  readonly local: Place
}

/** A hop over a TCP or WebSocket connection; whoever owns the socket calls `end` when it is gone. */
export class ConnectionHop implements Hop {
  readonly transport: Transport
  readonly address: string
  readonly port: number
  readonly local: Place
  readonly #write: (message: string) => void
  readonly #listeners = new Set<() => void>()
  #isOpen = true

  constructor(ends: ConnectionEnds, write: (message: string) => void) {
    this.transport = ends.transport
    this.address = ends.address
    this.port = ends.port
    this.local = ends.local
    this.#write = write
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  send(message: string, onFail?: () => void): void {
    if (this.#isOpen) this.#write(message)
    else if (onFail) queueMicrotask(onFail)
  }

  onGone(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  end(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    for (const listener of listeners) listener()
  }
}

/** The connections of one transport, found by their far end. */
export class Connections {
  readonly #hops = new Map<string, ConnectionHop>()

  get size(): number {
    return this.#hops.size
  }

  add(hop: ConnectionHop): void {
    const key = keyOf(hop.address, hop.port)
    this.#hops.set(key, hop)
    hop.onGone(() => {
      if (this.#hops.get(key) === hop) this.#hops.delete(key)
    })
  }

  to(address: string, port: number): ConnectionHop | undefined {
    return this.#hops.get(keyOf(address, port))
  }
}

const keyOf = (address: string, port: number): string => `${address} ${port}`

import type { Hop, Transport, TransportAddress } from '../hop.ts'
import type { Ingress } from './ingress.ts'
import type { WatchedConnection } from './watch.ts'

export type ConnectionEnds = {
  readonly transport: Transport
  readonly address: string
  readonly port: number
  readonly local: TransportAddress
}

/** The socket below a hop. */
type RawConnection = {
  /** Returns how many bytes lie unsent. */
  write(message: string): number
  /** Ends it at once. */
  cut(): void
  /** Ends it when what was written has left; nothing more is read. */
  finish?(): void
  beat?(): void
}

/** A hop over a TCP, TLS or WebSocket connection; whoever owns the socket calls `end` when it is gone. */
export class ConnectionHop implements Hop, WatchedConnection {
  readonly transport: Transport
  readonly address: string
  readonly port: number
  readonly local: TransportAddress
  deadline: number
  readonly #ingress: Ingress
  readonly #wire: RawConnection
  /** What it is cut off for when the deadline is over. */
  #fault = 'a connection that says nothing'
  #keptUntil = 0
  #listeners: Set<() => void> | undefined
  #isOpen = true

  constructor(ends: ConnectionEnds, wire: RawConnection, ingress: Ingress) {
    this.transport = ends.transport
    this.address = ends.address
    this.port = ends.port
    this.local = ingress.ownEnd.toward(ends.local, ends.address)
    this.#wire = wire
    this.#ingress = ingress
    this.deadline = ingress.watch.now + ingress.limits.firstMessageMs
    ingress.watch.add(this)
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  send(message: string, onFail?: () => void): void {
    if (!this.#isOpen) {
      if (onFail) queueMicrotask(onFail)
      return
    }
    this.#ingress.onSent(message, this.transport)
    if (this.#wire.write(message) > this.#ingress.limits.unsentBytes)
      this.cut('a connection that is not read')
  }

  onGone(listener: () => void): () => void {
    const listeners = (this.#listeners ??= new Set())
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Something whole came, or was asked of it: it may be idle now. */
  rest(): void {
    this.#expect(this.#ingress.limits.idleMs, '')
  }

  /** The first bytes of a message came. */
  begin(): void {
    this.#expect(this.#ingress.limits.messageMs, 'a message that does not end')
  }

  keep(ms: number): void {
    this.#keptUntil = Math.max(this.#keptUntil, this.#ingress.watch.now + ms)
  }

  expire(): void {
    const isKept = !this.#fault && this.#keptUntil > this.deadline
    if (isKept) this.deadline = this.#keptUntil
    else this.cut(this.#fault)
  }

  beat(): void {
    this.#wire.beat?.()
  }

  /** Ends it at once; with a fault where the far end is to blame. */
  cut(fault = ''): void {
    if (fault) this.#ingress.sawFault(fault, this)
    this.#wire.cut()
  }

  /** Ends it after what was said last. */
  finish(): void {
    this.#expect(this.#ingress.limits.messageMs, '')
    this.#wire.finish?.()
  }

  end(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#ingress.watch.remove(this)
    const listeners = this.#listeners
    this.#listeners = undefined
    for (const listener of listeners ?? []) listener()
  }

  #expect(ms: number, fault: string): void {
    this.deadline = this.#ingress.watch.now + ms
    this.#fault = fault
  }
}

import type { Hop, Place, Transport } from './hop.ts'
import type { Intake } from './intake.ts'
import type { Watched } from './watch.ts'

export type ConnectionEnds = {
  readonly transport: Transport
  readonly address: string
  readonly port: number
  readonly local: Place
}

/** The socket below a hop. */
export type Wire = {
  /** Returns how many bytes lie unsent. */
  write(message: string): number
  /** Ends it at once. */
  cut(): void
  /** Ends it when what was written has left; nothing more is read. */
  finish?(): void
  beat?(): void
}

/** A hop over a TCP, TLS or WebSocket connection; whoever owns the socket calls `end` when it is gone. */
export class ConnectionHop implements Hop, Watched {
  readonly transport: Transport
  readonly address: string
  readonly port: number
  readonly local: Place
  deadline: number
  readonly #intake: Intake
  readonly #wire: Wire
  /** What it is cut off for when the deadline is over. */
  #fault = 'a connection that says nothing'
  #keptUntil = 0
  #listeners: Set<() => void> | undefined
  #isOpen = true

  constructor(ends: ConnectionEnds, wire: Wire, intake: Intake) {
    this.transport = ends.transport
    this.address = ends.address
    this.port = ends.port
    this.local = intake.ownEnd.toward(ends.local, ends.address)
    this.#wire = wire
    this.#intake = intake
    this.deadline = intake.watch.now + intake.limits.firstMessageMs
    intake.watch.add(this)
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  send(message: string, onFail?: () => void): void {
    if (!this.#isOpen) {
      if (onFail) queueMicrotask(onFail)
      return
    }
    this.#intake.onSent(message, this.transport)
    if (this.#wire.write(message) > this.#intake.limits.unsentBytes)
      this.cut('a connection that is not read')
  }

  onGone(listener: () => void): () => void {
    const listeners = (this.#listeners ??= new Set())
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Something whole came, or was asked of it: it may be idle now. */
  rest(): void {
    this.#expect(this.#intake.limits.idleMs, '')
  }

  /** The first bytes of a message came. */
  begin(): void {
    this.#expect(this.#intake.limits.messageMs, 'a message that does not end')
  }

  keep(ms: number): void {
    this.#keptUntil = Math.max(this.#keptUntil, this.#intake.watch.now + ms)
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
    if (fault) this.#intake.sawFault(fault, this)
    this.#wire.cut()
  }

  /** Ends it after what was said last. */
  finish(): void {
    this.#expect(this.#intake.limits.messageMs, '')
    this.#wire.finish?.()
  }

  end(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#intake.watch.remove(this)
    const listeners = this.#listeners
    this.#listeners = undefined
    for (const listener of listeners ?? []) listener()
  }

  #expect(ms: number, fault: string): void {
    this.deadline = this.#intake.watch.now + ms
    this.#fault = fault
  }
}

import type { Socket } from 'node:net'
import type { Guard } from '../guard/guard.ts'
import type { Transport } from '../hop.ts'

/** Counts the accepted connections; who is one too many is closed before it costs anything. */
export class ConnectionGate {
  #open = 0
  readonly #most: number
  readonly #guard: Guard
  readonly #onFull: () => void

  constructor(guard: Guard, most: number, onFull: () => void) {
    this.#guard = guard
    this.#most = most
    this.#onFull = onFull
  }

  /** A connection was accepted, its handshake not begun. False: it is closed already. */
  admit(socket: Socket, transport: Transport): boolean {
    // Without an address it is gone already.
    const { remoteAddress } = socket
    const isFull = this.#open >= this.#most
    if (isFull) this.#onFull()
    if (isFull || !remoteAddress || !this.#guard.acceptsConnection(transport, remoteAddress)) {
      socket.destroy()
      return false
    }
    this.#open += 1
    socket.once('close', () => {
      this.#open -= 1
      this.#guard.connectionClosed(transport, remoteAddress)
    })
    return true
  }
}

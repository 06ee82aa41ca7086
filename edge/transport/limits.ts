/** How much of the edge a neighbour may use. Times in ms. */
export type Limits = {
  /** Accepted connections in all; how many of one source, the guard says. */
  readonly connections: number
  /** TLS and the WebSocket's handshake are done within. */
  readonly handshakeMs: number
  /** The first whole message has come within; each further one is whole within `messageMs` of its first byte. */
  readonly firstMessageMs: number
  readonly messageMs: number
  /** Without a message and without a registration a connection lives so long: more than half a session's 30 min. */
  readonly idleMs: number
  readonly headBytes: number
  readonly messageBytes: number
  /** Who lets so much of what is sent to it lie unread is cut off. */
  readonly unsentBytes: number
}

export const standardLimits: Limits = {
  connections: 20_000,
  handshakeMs: 10_000,
  firstMessageMs: 30_000,
  messageMs: 10_000,
  idleMs: 32 * 60_000,
  headBytes: 32 * 1024,
  messageBytes: 64 * 1024,
  unsentBytes: 512 * 1024,
}

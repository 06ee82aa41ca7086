export type Transport = 'udp' | 'tcp' | 'ws' | 'wss'

/** A way to one neighbour: a UDP address, or a connection. Messages are texts of one character per byte. */
export type Hop = {
  readonly transport: Transport
  /** The neighbour. */
  readonly address: string
  readonly port: number
  /** Our own end, as it stands in Via and Contact. */
  readonly local: Place
  readonly isOpen: boolean
  /** `onFail` is called at most once, when the message is known not to have left. */
  send(message: string, onFail?: () => void): void
  /** Calls back once when the connection is gone (never on UDP). Returns how to stop listening. */
  onGone(listener: () => void): () => void
}

export type Place = { readonly address: string; readonly port: number }

/** RFC 3261 section 17: only UDP needs our repeats. */
export function isReliable(hop: Hop): boolean {
  return hop.transport !== 'udp'
}

/** A browser can't be dialled: it is reached over the connection that it holds, or not at all (RFC 7118). */
export function isBrowser(hop: Hop): boolean {
  return hop.transport === 'ws' || hop.transport === 'wss'
}

/** Whoever takes what the transports receive. */
export type Receiver = (text: string, hop: Hop) => void

export type Transport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss'

/** A way to one neighbour: a UDP address, or a connection. Messages are texts of one character per byte. */
export type Hop = {
  readonly transport: Transport
  /** The neighbour; a host name as long as it is looked up. */
  readonly address: string
  readonly port: number
  /** Our own end, as it stands in Via and Contact. */
  readonly local: TransportAddress
  readonly isOpen: boolean
  /** `onFail` is called at most once, when the message is known not to have left. */
  send(message: string, onFail?: () => void): void
  /** Calls back once when the connection is gone (never on UDP). Returns how to stop listening. */
  onGone(listener: () => void): () => void
  /** The ways for a request of so many bytes, to be tried one after the other; this hop alone where there are none. */
  candidates?(bytes: number): readonly HopCandidate[] | Promise<readonly HopCandidate[]> | undefined
  /** A connection that somebody is registered over may be idle for so long. */
  keep?(ms: number): void
}

/** One of several places that a request may be sent to, RFC 3263 section 4.3. */
export type HopCandidate = {
  /** The hop; a connection is dialled when its turn comes, not before. */
  open(): Hop
  /** It did not take the request: for a while it comes last. */
  avoid(seconds?: number): void
}

export type TransportAddress = { readonly address: string; readonly port: number }

/** RFC 3261 section 17: only UDP needs our repeats. */
export function isReliable(hop: Hop): boolean {
  return hop.transport !== 'udp'
}

/** A browser can't be dialled: it is reached over the connection that it holds, or not at all (RFC 7118). */
export function isBrowser(hop: Hop): boolean {
  return hop.transport === 'ws' || hop.transport === 'wss'
}

/** RFC 3261 section 19.1.2. */
export const defaultPort = (transport: Transport): number => (transport === 'tls' ? 5061 : 5060)

/** Whoever takes what the transports receive. */
export type MessageReceiver = (text: string, hop: Hop) => void

import type { Hop, Transport } from '../hop.ts'
import type { Request } from '../message/message.ts'

/** What happens with a request: it goes on, nobody hears of it, or it gets this answer without any state. */
export type GuardVerdict =
  | { readonly is: 'pass' }
  | { readonly is: 'silence' }
  | {
      readonly is: 'refuse'
      readonly status: number
      readonly reason: string
      readonly retryAfterSeconds?: number
    }

/** Why a source is not heard for a while. */
export type BanCause = 'scanner' | 'flood' | 'brute-force' | 'enumeration' | 'garbage'

export type Ban = {
  /** An IPv4 address, or a network of IPv6 (`2001:db8:1:2::/64`). */
  readonly source: string
  readonly cause: BanCause
  /** How often it was banned, this time included. */
  readonly times: number
  readonly secondsLeft: number
  /** Messages and connections that were met with silence. */
  readonly silenced: number
}

/** Judges who may speak to the edge. It counts every refusal by its cause; an address is that of the neighbour. */
export type Guard = {
  /** One datagram, or one message on a connection, before it is read; false: it is dropped without an answer. */
  acceptsMessage(transport: Transport, address: string): boolean
  /** A connection was accepted; false: it is closed at once. Every admitted one is told again by `closes`. */
  acceptsConnection(transport: Transport, address: string): boolean
  connectionClosed(transport: Transport, address: string): void
  /** The `Origin` of a WebSocket handshake. */
  acceptsOrigin(origin: string | undefined, address: string): boolean
  /** A first request (no repeat) outside of dialogs, once it is read. */
  judge(request: Request, hop: Hop): GuardVerdict
  /** What could not be read; false: it is not worth an answer. */
  mayAnswerFlaw(hop: Hop): boolean
  /** A final response that an application gave to a stranger's request: 401 and 403 are what a scanner earns. */
  onFinalResponse(status: number, request: Request, hop: Hop): void
  /** The ACK of our 2xx: a call stands, and the address is really the sender's. */
  onCallEstablished(ack: Request, hop: Hop): void
  bans(): readonly Ban[]
  /** False when that source is not banned. */
  lift(source: string): boolean
}

/** Everybody is welcome. */
export const permissiveGuard: Guard = {
  acceptsMessage: () => true,
  acceptsConnection: () => true,
  connectionClosed: () => undefined,
  acceptsOrigin: () => true,
  judge: () => ({ is: 'pass' }),
  mayAnswerFlaw: () => true,
  onFinalResponse: () => undefined,
  onCallEstablished: () => undefined,
  bans: () => [],
  lift: () => false,
}

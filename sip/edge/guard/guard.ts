import type { Request } from '../message/message.ts'
import type { Hop, Transport } from '../transport/hop.ts'

/** What happens with a request: it goes on, nobody hears of it, or it gets this answer without any state. */
export type Verdict =
  | { readonly is: 'pass' }
  | { readonly is: 'silence' }
  | {
      readonly is: 'refuse'
      readonly status: number
      readonly reason: string
      readonly retryAfterSeconds?: number
    }

/** Judges who may speak to the edge. It counts every refusal by its cause; an address is that of the neighbour. */
export interface Guard {
  /** One datagram, or one message on a connection, before it is read; false: it is dropped without an answer. */
  hears(transport: Transport, address: string): boolean
  /** A connection was accepted; false: it is closed at once. Every admitted one is told again by `closes`. */
  opens(transport: Transport, address: string): boolean
  closes(transport: Transport, address: string): void
  /** The `Origin` of a WebSocket handshake. */
  welcomes(origin: string | undefined, address: string): boolean
  /** A first request (no repeat), once it is read. */
  judges(request: Request, hop: Hop): Verdict
  /** What could not be read, or led nowhere. */
  sawFlaw(reason: string, hop: Hop): void
  /** A final response that an application gave to a stranger's request: 401 and 403 are what a scanner earns. */
  sawAnswer(status: number, request: Request, hop: Hop): void
}

/** Everybody is welcome. */
export const openHouse: Guard = {
  hears: () => true,
  opens: () => true,
  closes: () => undefined,
  welcomes: () => true,
  judges: () => ({ is: 'pass' }),
  sawFlaw: () => undefined,
  sawAnswer: () => undefined,
}

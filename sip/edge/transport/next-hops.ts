import { isBrowser, type Hop, type Place } from './hop.ts'
import type { Registrations } from './registrations.ts'
import type { Transports } from './transports.ts'
import { parseUri, type SipUri } from '../message/uri.ts'

/** Why a request has nowhere to go: refused to the application, or ended by a response the edge makes up. */
export type NoHop = { readonly refusal: string } | { readonly status: 416 | 503 }

const noTransport: NoHop = { refusal: 'requested protocol/transport not available' }

/** Finds the way to a SIP URI, RFC 3263 without NAPTR and SRV: registered connection, address, or host name. */
export class NextHops {
  /** Stands in Via and Contact of a request that goes nowhere. */
  readonly nowhere: Hop
  readonly #transports: Transports
  readonly #registrations: Registrations

  constructor(transports: Transports, registrations: Registrations) {
    this.#transports = transports
    this.nowhere = transports.udp.hopTo('', 0)
    this.#registrations = registrations
  }

  to(text: string): Hop | NoHop {
    const uri = parseUri(text)
    if (!uri) return { refusal: 'invalid destination uri' }
    return this.registered(text) ?? this.#dial(uri)
  }

  /** The connection of a registered contact; a 503 when a browser's is gone, while a TCP phone can be dialled. */
  registered(text: string): Hop | NoHop | undefined {
    const uri = parseUri(text)
    const hop = uri && this.#registrations.hopOf(uri)
    if (!hop || hop.isOpen) return hop
    return isBrowser(hop) ? { status: 503 } : undefined
  }

  #dial(uri: SipUri): Hop | NoHop {
    const { udp, tcp, ws } = this.#transports
    const port = uri.port || 5060
    if (uri.scheme === 'sips') return { status: 416 }
    if (uri.host.endsWith('.invalid')) return { status: 503 }
    switch (uri.transport ?? 'udp') {
      case 'udp':
        return isOwn(udp.local, uri.host, port) ? selfCall : udp.hopTo(uri.host, port)
      case 'tcp':
        return isOwn(tcp.local, uri.host, port) ? selfCall : tcp.hopTo(uri.host, port)
      case 'ws':
      case 'wss':
        return ws.connections.to(uri.host, port) ?? { status: 503 }
      default:
        return noTransport
    }
  }
}

const selfCall: NoHop = { refusal: 'can not send request to myself' }

const isOwn = (local: Place, host: string, port: number): boolean =>
  local.port === port && local.address === host

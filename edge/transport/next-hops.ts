import { isIP, SocketAddress } from 'node:net'
import {
  defaultPort,
  type Hop,
  type HopCandidate,
  isBrowser,
  type TransportAddress,
} from '../hop.ts'
import { leavingBy } from '../message/outgoing-request.ts'
import { parseUri, type SipUri } from '../message/uri.ts'
import { Avoidance } from './avoidance.ts'
import type { DnsResolver } from './dns-resolver.ts'
import { locate, namedTransport, type ServerTarget } from './locate.ts'
import { NamedHop, UnservedHop } from './named-hop.ts'
import type { Registrations } from './registrations.ts'
import type { Listeners, Transports } from './transports.ts'

/** Why a request has nowhere to go: refused to the application, or ended by a response the edge makes up. */
export type NoHop = { readonly refusal: UnreachableReason } | { readonly status: 416 | 503 }

export type UnreachableReason = 'invalid-uri' | 'no-transport' | 'own-address'

const noTransport: NoHop = { refusal: 'no-transport' }
const selfCall: NoHop = { refusal: 'own-address' }

type NextHopOptions = {
  readonly transports: Transports
  readonly registrations: Registrations
  readonly dns: DnsResolver
  /** In ms. */
  readonly now: () => number
}

/** Finds the way to a SIP URI: registered connection, address, or the places of a host name (RFC 3263). */
export class NextHops {
  /** Stands in Via and Contact of a request that goes nowhere. */
  readonly nowhere: Hop
  readonly #transports: Transports
  readonly #registrations: Registrations
  readonly #dns: DnsResolver
  readonly #avoidance: Avoidance

  constructor({ transports, registrations, dns, now }: NextHopOptions) {
    this.#transports = transports
    this.#registrations = registrations
    this.#dns = dns
    this.#avoidance = new Avoidance(now)
    const [{ udp }] = transports.all
    this.nowhere = new UnservedHop('udp', { address: '', port: 0 }, udp.local)
  }

  to(text: string): Hop | NoHop {
    const uri = parseUri(text)
    if (!uri) return { refusal: 'invalid-uri' }
    return this.registered(text) ?? this.#dial(uri)
  }

  /** The connection of a registered contact; a 503 when a browser's is gone, while a TCP phone can be dialled. */
  registered(text: string): Hop | NoHop | undefined {
    const uri = parseUri(text)
    const hop = uri && this.#registrations.hopOf(uri)
    if (!hop || hop.isOpen) return hop
    return isBrowser(hop) ? { status: 503 } : undefined
  }

  /** Whether the URI names a place where we listen: of a Route, our own. */
  isOwn(text: string): boolean {
    const uri = parseUri(text)
    if (!uri) return false
    const place = { address: uri.host, port: uri.port || 5060 }
    return this.#transports.all.some((listeners) =>
      Object.values(listeners).some(({ local }) => this.#isOurs(local, place)),
    )
  }

  /** By the address that the world knows, too. */
  #isOurs(local: TransportAddress, place: TransportAddress): boolean {
    return isSame(local, place) || isSame(this.#transports.ownEnd.announced(local), place)
  }

  #dial(uri: SipUri): Hop | NoHop {
    if (uri.scheme === 'sips' && !this.#transports.hasTls) return { status: 416 }
    if (uri.host.endsWith('.invalid')) return { status: 503 }
    switch (namedTransport(uri)) {
      case undefined:
      case 'udp':
      case 'tcp':
      case 'tls':
        return isIP(uri.host) ? this.#toAddress(uri) : this.#toName(uri)
      case 'ws':
      case 'wss':
        return this.#toBrowser(uri)
      default:
        return noTransport
    }
  }

  #toBrowser({ host, port }: SipUri): Hop | NoHop {
    return this.#transports.toward(host)?.ws.connections.to(host, port) ?? { status: 503 }
  }

  #toAddress(uri: SipUri): Hop | NoHop {
    const target = targetOf(uri)
    const listeners = this.#transports.toward(target.address)
    if (!listeners) return noTransport
    if (this.#isOurs(listeners[target.transport].local, target)) return selfCall
    if (target.transport !== 'udp') return hopTo(listeners, target, uri.host)
    const hop = listeners.udp.hopTo(target.address, target.port)
    if (mayStream(uri))
      hop.candidates = (bytes) => (isLarge(bytes) ? this.#inOrder([target], uri, bytes) : undefined)
    return hop
  }

  #toName(uri: SipUri): Hop {
    const [listeners] = this.#transports.all
    const target = targetOf(uri)
    const local = this.#transports.ownEnd.announced(listeners[target.transport].local)
    return new NamedHop({ ...target, local }, (bytes) => this.#find(uri, bytes), leavingBy)
  }

  async #find(uri: SipUri, bytes: number): Promise<readonly HopCandidate[]> {
    const families = this.#transports.all.map(({ udp }) => familyOf(udp.local.address))
    const targets = await locate(uri, { dns: this.#dns, families, draw: Math.random })
    return this.#inOrder(targets, uri, bytes)
  }

  /** Those that lately failed come last; our own places are left out: nobody sends requests to himself. */
  #inOrder(targets: readonly ServerTarget[], uri: SipUri, bytes: number): HopCandidate[] {
    const widened = targets.flatMap((target) =>
      target.transport === 'udp' && isLarge(bytes) && mayStream(uri)
        ? [{ ...target, transport: 'tcp' as const, isTrial: true }, target]
        : [target],
    )
    return this.#avoidance
      .sort(widened, keyOf)
      .flatMap((target) => this.#wayTo(target, uri.host) ?? [])
  }

  #wayTo(
    target: ServerTarget & { readonly isTrial?: boolean },
    name: string,
  ): HopCandidate | undefined {
    const listeners = this.#transports.toward(target.address)
    if (!listeners || this.#isOurs(listeners[target.transport].local, target)) return undefined
    return {
      open: () => hopTo(listeners, target, name),
      avoid: (seconds) => this.#avoidance.add(keyOf(target), seconds),
    }
  }
}

/** RFC 3261 section 18.1.1: what may not fit into one datagram goes over TCP, unless the URI insists on UDP. */
const isLarge = (bytes: number): boolean => bytes > 1300
const mayStream = (uri: SipUri): boolean => uri.transport === undefined

/** Whether a phone takes TCP is soon known, or it is behind a NAT and silent. */
const trialMs = 1000

function hopTo(
  { udp, tcp, tls }: Listeners,
  { transport, address, port, isTrial }: ServerTarget & { readonly isTrial?: boolean },
  name: string,
): Hop {
  if (transport === 'udp') return udp.hopTo(address, port)
  const stream = transport === 'tls' ? tls : tcp
  return stream.hopTo(address, port, { name, ...(isTrial && { limitMs: trialMs }) })
}

/** What the URI itself says; an address in its one spelling. */
function targetOf(uri: SipUri): ServerTarget {
  const named = namedTransport(uri)
  const transport =
    named === 'tcp' || named === 'tls' ? named : uri.scheme === 'sips' ? 'tls' : 'udp'
  const address = isIP(uri.host) === 6 ? plainIpv6(uri.host) : uri.host
  return { transport, address, port: uri.port || defaultPort(transport) }
}

const plainIpv6 = (address: string): string =>
  new SocketAddress({ address, family: 'ipv6' }).address

const familyOf = (address: string): 4 | 6 => (isIP(address) === 6 ? 6 : 4)

const keyOf = ({ transport, address, port }: ServerTarget): string =>
  `${transport} ${address} ${port}`

const isSame = (local: TransportAddress, { address, port }: TransportAddress): boolean =>
  local.port === port && local.address === address

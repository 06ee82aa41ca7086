import { isIP } from 'node:net'
import { defaultPort, type Transport, type TransportAddress } from '../hop.ts'
import type { SipUri } from '../message/uri.ts'
import type { DnsResolver } from './dns-resolver.ts'
import { chooseServices, type Service } from './naptr-choice.ts'
import { orderServices } from './srv-order.ts'

/** A place that can be dialled. */
export type ServerTarget = TransportAddress & { readonly transport: DialableTransport }
type DialableTransport = Exclude<Transport, 'ws' | 'wss'>

type Locating = {
  readonly dns: DnsResolver
  /** The families of addresses that we speak, the preferred one first. */
  readonly families: readonly (4 | 6)[]
  /** From 0 to below 1. */
  readonly draw: () => number
}

/** A domain with more servers than this is not tried to its end. */
const maxTargets = 16

/** The transport of a URI that names one, or whose host or port leave no choice, RFC 3263 section 4.1. */
export function namedTransport(uri: SipUri): string | undefined {
  const isSecure = uri.scheme === 'sips'
  if (uri.transport) return isSecure && uri.transport === 'tcp' ? 'tls' : uri.transport
  return uri.port || isIP(uri.host) ? (isSecure ? 'tls' : 'udp') : undefined
}

/** Where a SIP URI with a host name leads, RFC 3263 sections 4.1 and 4.2: the place to try first comes first. */
export async function locate(uri: SipUri, locating: Locating): Promise<ServerTarget[]> {
  const named = namedTransport(uri)
  if (named !== undefined && !isDialled(named)) return []
  const transport = named ?? (uri.scheme === 'sips' ? 'tls' : 'udp')
  const port = uri.port || defaultPort(transport)
  const services = uri.port ? [] : await servicesOf(uri, named, locating)
  const found = await Promise.all(services.map((service) => targetsOf(service, locating)))
  const isListed = found.some((each) => each !== undefined)
  const targets = isListed
    ? found.flatMap((each) => each ?? [])
    : await targetsAt({ transport, address: uri.host, port }, locating)
  return targets.slice(0, maxTargets)
}

const isDialled = (transport: string): transport is DialableTransport =>
  transport === 'udp' || transport === 'tcp' || transport === 'tls'

const serviceLabels = { udp: '_sip._udp', tcp: '_sip._tcp', tls: '_sips._tcp' } as const

/** The SRV names to ask: the one of the transport that is named, those of the NAPTR records, or all. */
async function servicesOf(
  { host, scheme }: SipUri,
  named: DialableTransport | undefined,
  { dns }: Locating,
): Promise<Service[]> {
  // A name without a dot is one of this network's, not a domain.
  if (!host.includes('.')) return []
  const serviceOf = (transport: DialableTransport): Service => ({
    transport,
    name: `${serviceLabels[transport]}.${host}`,
  })
  if (named) return [serviceOf(named)]
  const isSecure = scheme === 'sips'
  const chosen = chooseServices(await dns.naptr(host), isSecure)
  if (chosen.length > 0) return chosen
  return isSecure ? [serviceOf('tls')] : [serviceOf('udp'), serviceOf('tcp'), serviceOf('tls')]
}

/** The places of one service; undefined where it has no SRV records. */
async function targetsOf(
  { transport, name }: Service,
  locating: Locating,
): Promise<ServerTarget[] | undefined> {
  const records = await locating.dns.srv(name)
  if (records.length === 0) return undefined
  const ordered = orderServices(records, locating.draw).slice(0, maxTargets)
  // The root as target says that the service is decidedly not there, RFC 2782.
  const hosts = ordered.filter((record) => record.name !== '' && record.name !== '.')
  const found = await Promise.all(
    hosts.map(({ name: address, port }) => targetsAt({ transport, address, port }, locating)),
  )
  return found.flat()
}

/** The addresses of a host, those of the preferred family first. */
async function targetsAt(
  { transport, address, port }: ServerTarget,
  { dns, families }: Locating,
): Promise<ServerTarget[]> {
  const found = await Promise.all(families.map((family) => dns.addresses(address, family)))
  return found.flat().map((each) => ({ transport, address: each, port }))
}

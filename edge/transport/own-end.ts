import { isIP } from 'node:net'
import { networksOf } from '../guard/networks.ts'
import type { TransportAddress } from '../hop.ts'

/** Our own end of a hop, as it stands in Via, Contact and Record-Route. */
export type OwnEnd = {
  toward(local: TransportAddress, neighbour: string): TransportAddress
  /** As the world outside knows it. */
  readonly announced: (local: TransportAddress) => TransportAddress
}

/** Loopback, link-local and private networks, RFC 1918, RFC 4193, RFC 3927, RFC 4291; RFC 6598 of carriers is outside. */
const inner = networksOf([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '::1',
])

/**
 * Behind a NAT the world is told the announced address, and our inner one stays with us; neighbours on our side of the NAT
 * are told the inner one, which they reach. The address says something about its own family only.
 */
export function createOwnEnd(announced?: string): OwnEnd {
  const outer = (local: TransportAddress): TransportAddress =>
    announced !== undefined && isIP(announced) === isIP(local.address)
      ? { address: announced, port: local.port }
      : local
  return {
    announced: outer,
    toward: (local, neighbour) => {
      if (announced === undefined) return local
      return inner.has(neighbour) && inner.has(local.address) ? local : outer(local)
    },
  }
}

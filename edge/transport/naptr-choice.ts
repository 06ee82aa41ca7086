import type { NaptrRecord } from 'node:dns'
import type { Transport } from '../hop.ts'

/** The services of RFC 3263 section 4.1 that can be dialled. */
const services: Readonly<Record<string, Service['transport']>> = {
  'sip+d2u': 'udp',
  'sip+d2t': 'tcp',
  'sips+d2t': 'tls',
}

export type Service = {
  readonly transport: Exclude<Transport, 'ws' | 'wss'>
  /** The name whose SRV records say where. */
  readonly name: string
}

/** What a domain says it can be reached by, the domain's own preference first; only TLS where `isSecure`. */
export function chooseServices(records: readonly NaptrRecord[], isSecure: boolean): Service[] {
  return [...records]
    .sort((a, b) => a.order - b.order || a.preference - b.preference)
    .flatMap(({ flags, service, replacement }) => {
      const transport = services[service.toLowerCase()]
      const isUsable = transport && flags.toLowerCase() === 's' && replacement
      return isUsable && (transport === 'tls' || !isSecure)
        ? [{ transport, name: replacement }]
        : []
    })
}

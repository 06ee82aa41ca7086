import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import {
  checkServerIdentity,
  createSecureContext,
  rootCertificates,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls'

/** Whose certificates are believed when we connect by TLS. */
export type TlsTrust = {
  /** PEM; beside the authorities that Node and the system know. */
  readonly ca?: string
  /** False: any certificate will do, against nobody but eavesdroppers. */
  readonly isStrict: boolean
}

/** Where Debian, Red Hat and Alpine keep the authorities that their administrator trusts. */
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
]

/** One for all connections: reading a hundred authorities takes a while. Throws where `ca` is no PEM. */
export function createTrust({ ca }: TlsTrust): SecureContext {
  const bundle = systemBundles.find((path) => existsSync(path))
  return createSecureContext({
    minVersion: 'TLSv1.2',
    ca: [...rootCertificates, ...(bundle ? [readFileSync(bundle)] : []), ...(ca ? [ca] : [])],
  })
}

/**
 * Whether a certificate speaks for the host of a SIP URI, RFC 5922 section 7: by a `sip:` URI, or by a DNS name or
 * address. Gives what is wrong. A wildcard of one label is taken, as carriers use it, though section 7.2 says no.
 */
export function checkSipIdentity(
  host: string,
  certificate: Pick<PeerCertificate, 'subject' | 'subjectaltname'>,
): Error | undefined {
  const uris = (certificate.subjectaltname ?? '').split(', ').map((name) => name.toLowerCase())
  const isNamed = !isIP(host) && uris.includes(`uri:sip:${host.toLowerCase()}`)
  return isNamed ? undefined : checkServerIdentity(host, certificate as PeerCertificate)
}

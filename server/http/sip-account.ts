import { randomBytes } from 'node:crypto'
import type { SipAccount } from '../../cti/api.ts'
import { issueCredential } from '../../sip/access/credential.ts'
import type { Config } from '../config/config.ts'

/** How a browser's phone reaches the edge as `who`, until the sitting is over. */
export function issueSipAccount(config: Config, who: string, expiresAt: number): SipAccount {
  const nonce = randomBytes(9).toString('hex')
  const { user, password } = issueCredential(config.secret, who, expiresAt, nonce)
  return {
    server: sipServer(config),
    uri: `sip:${who}@${config.sipDomain}`,
    authorizationUser: user,
    password,
  }
}

export const sipServer = ({ tls, host, sipWsPort, sipWsUrl }: Config): string =>
  sipWsUrl ?? `${tls ? 'wss' : 'ws'}://${host}:${sipWsPort}`

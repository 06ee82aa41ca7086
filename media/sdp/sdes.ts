import type { MediaDescription } from 'sdp-transform'
import { masterBytes, type SuiteName, suites } from '../srtp/suites.ts'

/** Whether RTP toward SIP parties is protected: never; where the party offers it; always, or there is no call. */
export type SrtpUse = 'off' | 'allowed' | 'required'

/** One line `a=crypto`, RFC 4568: a key under its tag, with the salt behind it, in base64. */
export type Crypto = { readonly tag: number; readonly suite: SuiteName; readonly key: string }

/** The lines that we understand wholly, in the party's order. */
export function readCryptos({ crypto = [] }: MediaDescription): readonly Crypto[] {
  return crypto.flatMap(({ id, suite, config, sessionConfig }) => {
    const known = Object.values(suites).find(({ name }) => name === suite)
    // Session parameters change how packets are protected (section 6.3); a phone may always do without them.
    if (known === undefined || isMeant(sessionConfig)) return []
    const key = keyIn(config, masterBytes(known))
    return key === undefined ? [] : [{ tag: id, suite: known.name, key }]
  })
}

const isMeant = (parameters = ''): boolean =>
  parameters.split(' ').some((each) => each !== '' && !each.startsWith('WSH='))

/** `inline:<key||salt>[|lifetime][|MKI:length]`, section 6.1; one key, and no index (MKI) in the packets. */
function keyIn(config: string, bytes: number): string | undefined {
  const [, key = '', more = ''] = /^inline:([A-Za-z0-9+/=]+)((?:\|[^;]*)?)$/.exec(config) ?? []
  if (more.includes(':') || Buffer.from(key, 'base64').length !== bytes) return undefined
  return key
}

export const cryptoLine = ({ tag, suite, key }: Crypto) => ({
  id: tag,
  suite,
  config: `inline:${key}`,
})

export const isSecureProfile = (protocol: string): boolean => /^RTP\/SAVPF?$/.test(protocol)

/** Whether we speak this profile. */
export const isProfileFor = (protocol: string, use: SrtpUse): boolean =>
  isSecureProfile(protocol) ? use !== 'off' : /^RTP\/AVPF?$/.test(protocol) && use !== 'required'

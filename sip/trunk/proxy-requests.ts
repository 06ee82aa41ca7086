import { randomUUID } from 'node:crypto'
import type { TrunkAccount } from '../../core/trunk.ts'
import type { DigestClient } from '../access/digest-client.ts'
import { sendAuthorized } from '../access/send-authorized.ts'
import { readAddress, writeAddress } from '../address.ts'
import type { SipRequestPlan, SipResponse } from '../message.ts'
import type { Srf } from '../srf.ts'
import type { TrunkClock } from './clock.ts'
import { parameterBehind, splitEntries } from './header-list.ts'
import { type ProxyUri, transportPart } from './proxy-uri.ts'
import type { RegisterReply } from './registration.ts'
import { readReply, type Reply, secondsIn, unsent } from './reply.ts'

export type ProxyRequester = {
  readonly srf: Pick<Srf, 'request'>
  readonly clock: TrunkClock
  /** Where a proxy answered from. */
  readonly onHeard: (address: string) => void
}

/** The edge gives up after 32 s (RFC 3261 timer F); if it is gone itself, nobody says so. */
const limitMs = 40_000

/** An OPTIONS: is anybody there? */
export async function sendOptions(proxy: ProxyUri, asker: ProxyRequester): Promise<Reply> {
  const uri = `${proxy.scheme}:${proxy.place}${transportPart(proxy)}`
  const headers = { From: '<sip:ping@localhost>', Accept: 'application/sdp' }
  const reply = await ask({ method: 'OPTIONS', uri, proxy: proxy.text, headers }, asker)
  return 'isHeard' in reply ? reply : readReply(reply)
}

/** REGISTERs of one account: one Call-ID, and a CSeq that rises, RFC 3261 section 10.2. */
export function createRegisterSender(
  { user, domain }: Pick<TrunkAccount, 'user'> & { readonly domain: string },
  digest: DigestClient,
  asker: ProxyRequester,
): (proxy: ProxyUri, expiresSeconds: number) => Promise<RegisterReply> {
  const [callId, tag] = [randomUUID(), randomUUID().slice(0, 8)]
  let cseq = 0
  const uri = `sip:${domain}`
  const identity = writeAddress(domain, user)
  return async (proxy, expiresSeconds) => {
    const contact = writeAddress('localhost', user).replace('>', `${transportPart(proxy)}>`)
    const asked = { method: 'REGISTER', uri }
    const response = await sendAuthorized<SipResponse | Unsent>(digest, asked, (credentials) => {
      cseq += 1
      const headers = {
        From: `${identity};tag=${tag}`,
        To: identity,
        'Call-ID': callId,
        CSeq: `${cseq} REGISTER`,
        Contact: contact,
        Expires: String(expiresSeconds),
        ...credentials,
      }
      return ask({ ...asked, proxy: proxy.text, headers }, asker)
    })
    if ('isHeard' in response) return response
    const granted = grantedIn(response, user)
    return { ...readReply(response), ...(granted !== undefined && { expiresSeconds: granted }) }
  }
}

/** The expiry that the registrar granted, s: of the Contact that is ours, else the one for all (RFC 3261 10.3). */
function grantedIn(response: SipResponse, user: string): number | undefined {
  const own = splitEntries(response.get('contact') ?? '')
    .filter((entry) => readAddress(entry)?.user === user)
    .flatMap((entry) => secondsIn(parameterBehind(entry, 'expires')) ?? [])
  return own.length > 0 ? Math.max(...own) : secondsIn(response.get('expires'))
}

/** Nothing came back, and nothing will. */
type Unsent = Reply & { readonly get: (header: string) => undefined }

const nothing = (why: string): Unsent => ({ ...unsent(why), get: () => undefined })

/** Never rejects. */
async function ask(
  plan: SipRequestPlan & { readonly uri: string },
  { srf, clock, onHeard }: ProxyRequester,
): Promise<SipResponse | Unsent> {
  let cancel = (): void => undefined
  const limit = new Promise<Unsent>((resolve) => {
    cancel = clock.after(limitMs, () => resolve(nothing('no answer')))
  })
  const asking = srf.request(plan).then(
    (response) => {
      if (response.source_address) onHeard(response.source_address)
      return response
    },
    (error: unknown) => nothing(error instanceof Error ? error.message : String(error)),
  )
  return Promise.race([asking, limit]).finally(cancel)
}

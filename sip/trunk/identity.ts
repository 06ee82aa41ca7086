import type { Diversion, Trunk } from '../../core/trunk.ts'
import { readAddress, userOf } from '../address.ts'
import type { SipRequest } from '../srf.ts'
import { readDiversions } from './diversions.ts'
import { splitEntries } from './header-list.ts'

/** Who calls whom, as the caller's network tells it. */
export type Identity = {
  readonly number: string
  readonly from: string
  readonly name?: string
  readonly anonymous?: true
  readonly diversions?: readonly Diversion[]
}

/** Reads an INVITE; what only a network may assert is believed from a trunk that is trusted, RFC 3325. */
export function readIdentity(request: Pick<SipRequest, 'uri' | 'get'>, trunk?: Trunk): Identity {
  const isTrusted = trunk?.inbound.trustsIdentity === true
  const said = readAddress(request.get('from') ?? '')
  const asserted = isTrusted ? readAsserted(request.get('p-asserted-identity')) : undefined
  const isAnonymous = wantsPrivacy(request.get('privacy')) || isNobody(said?.uri)
  // Nobody's name is no name.
  const name = asserted?.name ?? (isNobody(said?.uri) ? undefined : said?.name)
  const diversions = isTrusted
    ? readDiversions(request.get('history-info'), request.get('diversion'))
    : []
  return {
    number: dialled(request, trunk),
    from: asserted?.user ?? said?.user ?? '',
    ...(name && { name }),
    ...(isAnonymous && { anonymous: true }),
    ...(diversions.length > 0 && { diversions }),
  }
}

/** There may be a SIP and a tel URI of the same person, RFC 3325 section 9.1; the first with a number counts. */
const readAsserted = (header = '') =>
  splitEntries(header)
    .map(readAddress)
    .find((address) => address?.user)

/** RFC 3323 section 4.2 and RFC 3325 section 9.3. */
const wantsPrivacy = (header = ''): boolean =>
  header.split(/[;,]/).some((wish) => ['id', 'user', 'header'].includes(wish.trim().toLowerCase()))

/** RFC 3323 section 4.1.1.3. */
const isNobody = (uri = ''): boolean => /@anonymous\.invalid(?![\w.-])/i.test(uri)

/** A carrier that calls the Contact of our REGISTER keeps the number in To. */
function dialled(request: Pick<SipRequest, 'uri' | 'get'>, trunk: Trunk | undefined): string {
  const target = userOf(request.uri)
  const { account } = trunk ?? {}
  if (!account?.registers || target !== account.user) return target
  return readAddress(request.get('to') ?? '')?.user || target
}

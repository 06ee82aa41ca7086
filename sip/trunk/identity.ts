import type { Diversion, Trunk } from '../../core/trunk.ts'
import { readAddress, userOf } from '../address.ts'
import type { SipRequest } from '../message.ts'
import { readDiversions } from './diversions.ts'
import { splitEntries } from './header-list.ts'

/** Who calls whom, as the caller's network tells it. */
export type CallerIdentity = {
  readonly number: string
  readonly from: string
  readonly name?: string
  readonly anonymous?: true
  readonly diversions?: readonly Diversion[]
}

type Invite = Pick<SipRequest, 'uri' | 'get'>

/** Reads an INVITE; what only a network may assert is believed from a trunk that is trusted, RFC 3325. */
export function readIdentity(request: Invite, trunk?: Trunk): CallerIdentity {
  const isTrusted = trunk?.inbound.trustsIdentity === true
  const { user, name } = callerIn(request, isTrusted)
  const diversions = isTrusted
    ? readDiversions(request.get('history-info'), request.get('diversion'))
    : []
  return {
    number: dialled(request, trunk),
    from: user,
    ...(name && { name }),
    ...(wantsPrivacy(request) && { anonymous: true }),
    ...(diversions.length > 0 && { diversions }),
  }
}

function callerIn(request: Invite, isTrusted: boolean): { user: string; name?: string } {
  const said = readAddress(request.get('from') ?? '')
  const asserted = isTrusted ? readAsserted(request.get('p-asserted-identity')) : undefined
  // Nobody's name is no name.
  const name = asserted?.name ?? (isNobody(said?.uri) ? undefined : said?.name)
  return { user: (asserted ?? said)?.user ?? '', ...(name && { name }) }
}

/** There may be a SIP and a tel URI of the same person, RFC 3325 section 9.1; the first with a number counts. */
const readAsserted = (header = '') =>
  splitEntries(header)
    .map(readAddress)
    .find((address) => address?.user)

/** RFC 3323 section 4.2 and RFC 3325 section 9.3; or nobody's From. */
function wantsPrivacy(request: Invite): boolean {
  const wishes = (request.get('privacy') ?? '').split(/[;,]/)
  const isWished = wishes.some((wish) => /^\s*(id|user|header)\s*$/i.test(wish))
  return isWished || isNobody(readAddress(request.get('from') ?? '')?.uri)
}

/** RFC 3323 section 4.1.1.3. */
const isNobody = (uri = ''): boolean => /@anonymous\.invalid(?![\w.-])/i.test(uri)

/** A carrier that calls the Contact of our REGISTER keeps the number in To. */
function dialled(request: Invite, trunk: Trunk | undefined): string {
  const target = userOf(request.uri)
  const { account } = trunk ?? {}
  if (!account?.registers || target !== account.user) return target
  return readAddress(request.get('to') ?? '')?.user || target
}

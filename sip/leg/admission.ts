import type { LegId, TrunkId } from '../../core/names.ts'
import type { Network } from '../../core/network.ts'
import type { DigestAuthenticator } from '../access/digest-authenticator.ts'
import { readAddress, userOf } from '../address.ts'
import type { SipRequest, SipResponse } from '../message.ts'
import { reasonHeader } from '../reason.ts'
import { cameByWebSocket, sourceOf } from '../request-source.ts'
import type { SignallingOptions } from '../signalling.ts'
import { type CallerIdentity, readIdentity } from '../trunk/identity.ts'
import type { TrunkConnection } from '../trunk/trunk-connection.ts'
import type { Trunks } from '../trunk/trunks.ts'
import { faultIn, offerIn, type RequestFault } from './inspect-invite.ts'
import type { Legs } from './legs.ts'
import { readReplaces } from './replaces.ts'

export type AdmissionOptions = {
  readonly authenticator: DigestAuthenticator
  readonly trunks: Trunks
  /** Our own proxies. */
  readonly proxies: readonly Network[]
  readonly legs: Pick<Legs, 'named'>
} & Pick<SignallingOptions, 'log' | 'onRefusal'>

type AdmittedCaller = CallerIdentity & {
  readonly via: 'sip' | 'web'
  readonly trunk?: TrunkId
  readonly offer: string
}

/** A trunk that is full may have room again, s. */
const retryAfterSeconds = '5'

/** Who calls which number; undefined when the INVITE was answered here. */
export function admit(
  leg: LegId,
  request: SipRequest,
  response: SipResponse,
  options: AdmissionOptions,
): AdmittedCaller | undefined {
  const { address, isBrowser } = sourceOf(request, options.proxies)
  const refuse = ({ status, reason, headers }: RequestFault): AdmittedCaller | undefined => {
    response.send(status, { headers: { ...reasonHeader(reason), ...headers } })
    options.log?.({ reason, address }, 'call refused')
    options.onRefusal?.({ direction: 'in', method: 'INVITE', reason })
    return undefined
  }
  const fault = faultIn(request) ?? faultOfTakeover(request, options.legs)
  if (fault) return refuse(fault)
  const offer = offerIn(request) ?? ''
  const connection = isBrowser ? undefined : options.trunks.ofSource(address, userOf(request.uri))
  if (connection) {
    const refusal = whyNotBy(connection, leg)
    if (refusal) return refuse(refusal)
    const { trunk } = connection
    return { ...readIdentity(request, trunk), via: 'sip', trunk: trunk.id, offer }
  }
  if (cameByWebSocket(request)) {
    const from = options.authenticator.authenticate(request, response)
    if (from === undefined) return undefined
    // An agent's sitting does not call hotlines.
    return from.startsWith('web-') ? browserOf(request, from, offer) : refuse(notAuthorized)
  }
  const stranger = readIdentity(request)
  // The public may not pose as a web caller.
  const isWelcome = options.trunks.acceptsUnknownSources() && !stranger.from.startsWith('web-')
  return isWelcome ? { ...stranger, via: 'sip', offer } : refuse(notAuthorized)
}

const notAuthorized: RequestFault = { status: 403, reason: 'not-authorized' }

/** RFC 3891 section 3: who hears whom is the centre's to say, so nobody takes a leg's place unasked. */
function faultOfTakeover(
  request: SipRequest,
  legs: AdmissionOptions['legs'],
): RequestFault | undefined {
  const replaces = request.get('replaces')
  if (replaces === undefined) return undefined
  const name = readReplaces(replaces)
  if (!name) return { status: 400, reason: 'bad-frame' }
  return { status: legs.named(name) ? 603 : 481, reason: 'not-possible-now' }
}

function whyNotBy({ trunk, limits }: TrunkConnection, leg: LegId): RequestFault | undefined {
  if (!trunk.enabled) return notAuthorized
  if (limits.take(leg)) return undefined
  return { status: 503, reason: 'trunk-full', headers: { 'Retry-After': retryAfterSeconds } }
}

function browserOf(request: SipRequest, from: string, offer: string): AdmittedCaller {
  const { name } = readAddress(request.get('from') ?? '') ?? {}
  return { number: userOf(request.uri), from, ...(name && { name }), via: 'web', offer }
}

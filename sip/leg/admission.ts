import type { Network } from '../../core/network.ts'
import type { LegId, TrunkId } from '../../core/names.ts'
import type { Slug } from '../../core/slug.ts'
import type { Gate } from '../access/gate.ts'
import { readAddress, userOf } from '../address.ts'
import { reasonHeader } from '../reason.ts'
import { cameByWebSocket, sourceOf } from '../source.ts'
import type { Headers, SipRequest, SipResponse } from '../srf.ts'
import { type Identity, readIdentity } from '../trunk/identity.ts'
import type { Line } from '../trunk/line.ts'
import type { Trunks } from '../trunk/trunks.ts'
import { faultIn, offerIn } from './invite.ts'
import type { Legs } from './legs.ts'
import { readReplaces } from './replaces.ts'

export type Admission = {
  readonly gate: Gate
  readonly trunks: Trunks
  /** Our own proxies. */
  readonly proxies: readonly Network[]
  readonly legs: Pick<Legs, 'named'>
  readonly log?: (fields: object, message: string) => void
}

export type Caller = Identity & {
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
  options: Admission,
): Caller | undefined {
  const fault = faultIn(request)
  if (fault) {
    response.send(fault.status, { headers: fault.headers })
    return undefined
  }
  const replaces = request.get('replaces')
  if (replaces !== undefined) {
    response.send(...refuseTakeover(replaces, options.legs))
    return undefined
  }
  const { address, isBrowser } = sourceOf(request, options.proxies)
  const refuse = (status: number, reason: Slug): void => {
    const retry = status === 503 ? { 'Retry-After': retryAfterSeconds } : undefined
    response.send(status, { headers: { ...reasonHeader(reason), ...retry } })
    options.log?.({ reason, address }, 'call refused')
  }
  const offer = offerIn(request) ?? ''
  const line = isBrowser ? undefined : options.trunks.whose(address, userOf(request.uri))
  if (line) {
    const refusal = whyNotBy(line, leg)
    if (refusal) {
      refuse(...refusal)
      return undefined
    }
    const { trunk } = line
    return { ...readIdentity(request, trunk), via: 'sip', trunk: trunk.id, offer }
  }
  if (cameByWebSocket(request)) return admitBrowser(request, response, options.gate, offer)
  const stranger = readIdentity(request)
  // The public may not pose as a web caller.
  const isWelcome = options.trunks.areStrangersWelcome() && !stranger.from.startsWith('web-')
  if (isWelcome) return { ...stranger, via: 'sip', offer }
  refuse(403, 'not-authorized')
  return undefined
}

/** RFC 3891 section 3: who hears whom is the centre's to say, so nobody takes a leg's place unasked. */
function refuseTakeover(replaces: string, legs: Admission['legs']): [number, { headers: Headers }] {
  const name = readReplaces(replaces)
  if (!name) return [400, { headers: reasonHeader('bad-frame') }]
  const isOurs = legs.named(name) !== undefined
  return [isOurs ? 603 : 481, { headers: reasonHeader('not-possible-now') }]
}

function whyNotBy({ trunk, load }: Line, leg: LegId): [status: number, reason: Slug] | undefined {
  if (!trunk.enabled) return [403, 'not-authorized']
  return load.take(leg) ? undefined : [503, 'trunk-full']
}

function admitBrowser(
  request: SipRequest,
  response: SipResponse,
  gate: Gate,
  offer: string,
): Caller | undefined {
  const from = gate.admit(request, response)
  if (from === undefined) return undefined
  // An agent's sitting does not call hotlines.
  if (!from.startsWith('web-')) {
    response.send(403, { headers: reasonHeader('not-authorized') })
    return undefined
  }
  const { name } = readAddress(request.get('from') ?? '') ?? {}
  return { number: userOf(request.uri), from, ...(name && { name }), via: 'web', offer }
}

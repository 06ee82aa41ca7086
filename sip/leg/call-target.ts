import type { LegId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { DigestClient } from '../access/digest-client.ts'
import type { Registrar } from '../access/registrar.ts'
import { writeAddress } from '../address.ts'
import type { Headers } from '../message.ts'
import { allowInDialog, supported } from '../methods.ts'
import type { RingOrder } from '../signalling.ts'
import { callingIdentity } from '../trunk/calling-identity.ts'
import { type ProxyUri, transportPart } from '../trunk/proxy-uri.ts'
import type { TrunkConnection } from '../trunk/trunk-connection.ts'
import type { Trunks } from '../trunk/trunks.ts'

/** Whom an INVITE goes to. */
export type CallTarget = {
  /** Tried one after the other; the first that takes it has it. */
  readonly destinations: readonly { readonly uri: string; readonly route?: string | undefined }[]
  readonly headers: Headers
  readonly digest?: DigestClient | undefined
  readonly connection?: TrunkConnection
}

export type CallTargetOptions = {
  readonly registrar: Registrar
  readonly trunks: Trunks
  readonly host: string
}

/** A softphone that is not registered, a URI that is none, a trunk that takes no call: each is told as a reason. */
export function findTarget(
  leg: LegId,
  order: RingOrder,
  options: CallTargetOptions,
): CallTarget | { readonly reason: ReasonCode } {
  const { to } = order
  if ('trunk' in to) return findTrunk(leg, order, to, options)
  const headers = headersOf(order, options.host)
  if ('uri' in to)
    return /^sips?:./i.test(to.uri) ? { destinations: [to], headers } : { reason: 'unreachable' }
  const binding = options.registrar.bindingOf(to.softphone)
  return binding ? { destinations: [binding], headers } : { reason: 'not-registered' }
}

function findTrunk(
  leg: LegId,
  order: RingOrder,
  to: Extract<RingOrder['to'], { trunk: unknown }>,
  { trunks, host }: CallTargetOptions,
): CallTarget | { readonly reason: ReasonCode } {
  const connection = trunks.connectionOf(to.trunk)
  if (!connection?.isUsable || connection.proxies().length === 0) return { reason: 'trunk-down' }
  if (!connection.limits.take(leg)) return { reason: 'trunk-full' }
  const { account } = connection.trunk
  const identity = callingIdentity(connection.trunk, order, (account && connection.domain) ?? host)
  return {
    destinations: connection.proxies().map((proxy) => ({ uri: numberAt(to.digits, proxy) })),
    headers: { ...identity, Allow: allowInDialog, Supported: supported, ...contactOf(connection) },
    digest: connection.digest,
    connection,
  }
}

/** RFC 3261 section 19.1.6: a number at a proxy. */
export function numberAt(
  digits: string,
  proxy: Pick<ProxyUri, 'scheme' | 'place' | 'transport'>,
): string {
  const user = encodeURIComponent(digits).replace(/%2B/gi, '+')
  return `${proxy.scheme}:${user}@${proxy.place};user=phone${transportPart(proxy)}`
}

/** A registrar knows us by the user of our account. */
function contactOf(connection: TrunkConnection): Headers {
  const { user, trunk } = connection
  if (!user || !trunk.account?.registers) return {}
  const [first] = connection.proxies()
  const part = first ? transportPart(first) : ''
  return { Contact: writeAddress('localhost', user).replace('>', `${part}>`) }
}

function headersOf({ caller, autoAnswer }: RingOrder, host: string): Headers {
  return {
    From: writeAddress(host, caller.number, caller.name),
    Allow: allowInDialog,
    Supported: supported,
    ...(autoAnswer && { 'Call-Info': `<sip:${host}>;answer-after=0` }),
  }
}

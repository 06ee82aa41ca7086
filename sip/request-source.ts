import { isWithin, type Network } from '../core/network.ts'
import type { SipRequest } from './message.ts'

/** Where a request really came from; `isBrowser`: over a WebSocket from there. */
type RequestSource = { readonly address: string; readonly isBrowser: boolean }

/**
 * The neighbour, or whom a proxy of ours names in `X-Callwright-Source: <address>:<port>;transport=udp`; from anybody
 * else that header is worth nothing.
 */
export function sourceOf(request: SipRequest, proxies: readonly Network[]): RequestSource {
  const { source_address: neighbour } = request
  const told = request.get('x-callwright-source')
  const isOurs = proxies.some((network) => isWithin(neighbour, network))
  if (told === undefined || !isOurs)
    return {
      address: neighbour,
      isBrowser: /^\s*SIP\s*\/\s*2\.0\s*\/\s*WSS?\s/i.test(viasOf(request)),
    }
  const [, six, four = ''] = /^\s*(?:\[([^\]]*)\]|([^:;\s]*))/.exec(told) ?? []
  return { address: six ?? four, isBrowser: /;\s*transport=wss?\s*(;|$)/i.test(told) }
}

/** Any hop counts: in front of us a proxy may have taken the WebSocket. */
export const cameByWebSocket = (request: SipRequest): boolean =>
  /SIP\s*\/\s*2\.0\s*\/\s*WSS?\s/i.test(viasOf(request))

const viasOf = (request: SipRequest): string => request.get('via') ?? ''

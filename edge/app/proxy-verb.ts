import { forget } from '../dialog/incoming-request.ts'
import { scanMessage } from '../message/scan.ts'
import { parseUri } from '../message/uri.ts'
import { mostTargets } from '../proxy/fork.ts'
import { type ProxyOrder, startProxying, type Teller } from '../proxy/proxy.ts'
import { type AppFrame, reply, toldResponse } from './app-frame.ts'
import type { App } from './apps.ts'
import type { EdgeContext } from './edge-context.ts'

/**
 * The `proxy` verb: the request goes to the targets as RFC 3261 section 16 has it, and the application hears of it until
 * `done`. Returns why it cannot be, in the protocol's words.
 */
export function takeProxy(edge: EdgeContext, app: App, frame: AppFrame): string | undefined {
  const incoming = edge.incoming.get(frame.tokens[0] ?? '')
  if (incoming?.app !== app) return 'unknown transaction'
  const order = readProxyOrder(frame)
  if (typeof order === 'string') return order
  forget(edge, incoming)
  // The dialog will be between the two far ends.
  if (incoming.dialog) edge.dialogs.remove(incoming.dialog)
  startProxying(edge, incoming, order, teller(app, frame, order))
  return undefined
}

const teller = (app: App, frame: AppFrame, { isFull }: ProxyOrder): Teller => ({
  onFinal: (response, { hop }) => {
    if (isFull) app.send(toldResponse(frame, response.text, hop))
  },
  onDone: () => app.send(reply(frame, 'OK', 'done')),
})

/**
 * Reads `proxy|<transaction>|remainInDialog|fullResponse|followRedirects|simultaneous|2s|5s|<uri>|<uri>...` and the
 * headers below it; or says what is wrong, in the protocol's words.
 */
function readProxyOrder({ tokens, message }: AppFrame): ProxyOrder | string {
  const [, remain, full, follow, forking, provisional, final] = tokens
  const targets = tokens.slice(7).filter((target) => target !== '')
  const fault = faultIn(targets)
  if (fault !== undefined) return fault
  const limits = readLimits(provisional, final)
  if (Object.values(limits).some(Number.isNaN)) return 'invalid timeout'
  return {
    isFull: Boolean(full),
    remains: Boolean(remain),
    followsRedirects: Boolean(follow),
    isParallel: forking === 'simultaneous',
    ...limits,
    targets,
    headers: scanMessage(message)?.headers ?? [],
  }
}

function faultIn(targets: readonly string[]): string | undefined {
  if (targets.length === 0) return 'no destination'
  if (targets.length > mostTargets) return 'too many destinations'
  const isReadable = targets.every((target) => parseUri(target) !== undefined)
  return isReadable ? undefined : 'invalid destination uri'
}

/** Both as `2s` or `1500ms`; one that cannot be read is NaN. */
export function readLimits(
  provisional?: string,
  final?: string,
): Pick<ProxyOrder, 'provisionalMs' | 'finalMs'> {
  const [provisionalMs, finalMs] = [provisional, final].map(readDuration)
  return {
    ...(provisionalMs !== undefined && { provisionalMs }),
    ...(finalMs !== undefined && { finalMs }),
  }
}

/** `2s` or `1500ms`; undefined when nothing is said, NaN when it cannot be read. */
function readDuration(text = ''): number | undefined {
  if (text === '') return undefined
  const [, amount, unit] = /^(\d{1,6})(ms|s)$/.exec(text) ?? []
  return Number(amount) * (unit === 's' ? 1000 : 1)
}

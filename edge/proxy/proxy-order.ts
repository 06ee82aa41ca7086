import type { AppFrame } from '../app/app-frame.ts'
import { scanMessage, type Header } from '../message/message.ts'
import { parseUri } from '../message/uri.ts'

/** How an application wants a request to be forwarded. Durations in ms. */
export type ProxyOrder = {
  /** Every final response is told to the application. */
  readonly isFull: boolean
  /** Record-Route: later requests of the dialog come by here. */
  readonly remains: boolean
  readonly followsRedirects: boolean
  /** All targets at once; else one after the other. */
  readonly isParallel: boolean
  /** A target that says nothing at all for so long is given up. */
  readonly provisionalMs?: number
  /** A target without a final response for so long is given up. */
  readonly finalMs?: number
  readonly targets: readonly string[]
  /** What the application adds. */
  readonly headers: readonly Header[]
}

/** More are not tried, whoever asks. */
export const mostTargets = 20

/**
 * Reads `proxy|<transaction>|remainInDialog|fullResponse|followRedirects|simultaneous|2s|5s|<uri>|<uri>...` and the
 * headers below it; or says what is wrong, in the protocol's words.
 */
export function readProxyOrder({ tokens, message }: AppFrame): ProxyOrder | string {
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

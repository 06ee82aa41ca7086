import { isIP } from 'node:net'
import type { Request } from '../message/message.ts'
import { headerOf } from '../message/scan.ts'
import { parseHostPort } from '../message/uri.ts'

/*
 * What a peer says of itself: its software, the page it comes from, and as a proxy of ours the source it speaks for.
 */

/**
 * What scanners call themselves in User-Agent, in lower case; a new one is a new line. Only names that no phone, PBX or
 * monitor bears: whoever scans under another name is found by what he does.
 */
const scannerNames = [
  'friendly-scanner', // SIPVicious and its descendants
  'friendly-request',
  'sipvicious',
  'sundayddr',
  'sipcli',
  'sip-scan',
  'sipscan',
  'sip scanner',
  'vaxsipuseragent',
  'vaxasip',
  'pplsip',
  'sipptk',
  'sivus',
  'siparmyknife',
  'inviteflood',
  'pbxscan',
  'mr.sip',
  'viproy',
  'masscan',
  'zgrab',
] as const

/** Whether a User-Agent is that of a known scanner. */
export function isScanner(userAgent: string): boolean {
  const lower = userAgent.toLowerCase()
  return scannerNames.some((name) => lower.includes(name))
}

/**
 * Whether a page of that origin may open a WebSocket. Browsers always tell it; whoever tells none is no browser, and the
 * check would not stop him. `allowed` holds origins, host names (any scheme and port) and `*`.
 */
export function isOwnPage(origin: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes('*')) return true
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return allowed.some((each) =>
    each.includes('://') ? each.toLowerCase() === url.origin : isWeb && each === url.hostname,
  )
}

/** Whom a proxy of ours speaks for: `X-Callwright-Source: 203.0.113.9:5060;transport=udp`; else the proxy itself. */
export function sourceBehindProxy(request: Request, proxy: string): string {
  const [place = ''] = (headerOf(request, 'x-callwright-source') ?? '').split(';')
  const address = parseHostPort(place.trim())?.host ?? ''
  return isIP(address) === 0 ? proxy : address
}

import { isIP } from 'node:net'
import type { Request } from '../message/message.ts'
import { headerOf } from '../message/scan.ts'
import { parseHostPort } from '../message/uri.ts'

/** Whom a proxy of ours speaks for: `X-Callwright-Source: 203.0.113.9:5060;transport=udp`; else the proxy itself. */
export function sourceBehindProxy(request: Request, proxy: string): string {
  const [place = ''] = (headerOf(request, 'x-callwright-source') ?? '').split(';')
  const address = parseHostPort(place.trim())?.host ?? ''
  return isIP(address) === 0 ? proxy : address
}

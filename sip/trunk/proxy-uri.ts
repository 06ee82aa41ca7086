/** Where a proxy is: the parts of its SIP URI that a request to it repeats. */
export type ProxyUri = {
  readonly text: string
  readonly scheme: 'sip' | 'sips'
  /** As it stands in a URI: an IPv6 address in its brackets. */
  readonly host: string
  /** `host`, with the port where one is named. */
  readonly place: string
  /** Absent where the scheme or DNS decides. */
  readonly transport?: string
}

/** Undefined when it is no SIP URI of a host, or could break out of the line that it stands in. */
export function readProxyUri(text: string): ProxyUri | undefined {
  const [, scheme = '', host = '', port = '', rest = ''] =
    /^(sips?):(?:[^@\s<>"|]*@)?(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?((?:;[^\s<>"|?]*)?)$/i.exec(
      text.trim(),
    ) ?? []
  if (!host) return undefined
  const transport = /;transport=(\w+)/i.exec(rest)?.[1]?.toLowerCase()
  return {
    text: text.trim(),
    scheme: scheme.toLowerCase() === 'sips' ? 'sips' : 'sip',
    host,
    place: host + port,
    ...(transport && { transport }),
  }
}

/** The address in a URI's host; undefined for a name. */
export const addressIn = (host: string): string | undefined =>
  /^\[(.*)\]$/.exec(host)?.[1] ?? (/^\d+\.\d+\.\d+\.\d+$/.test(host) ? host : undefined)

/** `;transport=tls` and the like; nothing for UDP, which needs no word. */
export const transportPart = ({ transport }: Pick<ProxyUri, 'transport'>): string =>
  transport && transport !== 'udp' ? `;transport=${transport}` : ''

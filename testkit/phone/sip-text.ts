/** SIP messages (RFC 3261) as text, for the test phone; independent of the product's parser. */
export type Header = readonly [name: string, value: string]

export type SipMessage = {
  /** The first line: a request line or a status line. */
  readonly start: string
  readonly headers: readonly Header[]
  readonly body: string
}

const longNames: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
  k: 'supported',
  s: 'subject',
}

export function read(text: string): SipMessage {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [start = '', ...lines] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    return [longNames[name] ?? name, line.slice(colon + 1).trim()]
  })
  return { start, headers, body: rest.join('\r\n\r\n') }
}

export function write({ start, headers, body }: SipMessage): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  return [start, ...lines, length, '', body].join('\r\n')
}

/** The first value of a header, lower-case name; empty when absent. */
export function headerOf(message: SipMessage, name: string): string {
  return message.headers.find(([n]) => n === name)?.[1] ?? ''
}

export function headersOf(message: SipMessage, name: string): string[] {
  return message.headers.flatMap(([n, value]) => (n === name ? [value] : []))
}

/** Record-Route and Via may put several values into one line. */
export function listOf(message: SipMessage, name: string): string[] {
  return headersOf(message, name).flatMap((value) => value.split(/,\s*(?=[<S])/))
}

export const methodOf = (request: SipMessage): string => request.start.split(' ')[0] ?? ''
/** Whether a datagram is a SIP message at all: whatever else reaches a port of loopback is somebody else's. */
export const isSip = (text: string): boolean =>
  /^(SIP\/2\.0 [1-6]\d\d |[A-Z]+ \S+ SIP\/2\.0\r\n)/.test(text)
/** 0 for a request. */
export const statusOf = (message: SipMessage): number =>
  message.start.startsWith('SIP/2.0 ') ? Number(message.start.split(' ')[1]) : 0

/** `<sip:a@b;x>;tag=1` -> `sip:a@b;x` */
export const uriOf = (value: string): string =>
  /<([^>]*)>/.exec(value)?.[1] ?? value.split(';')[0] ?? ''
export const tagOf = (value: string): string | undefined => /;\s*tag=([^;\s]+)/.exec(value)?.[1]
export const userOf = (value: string): string => /sips?:([^@;>]+)@/.exec(value)?.[1] ?? ''
export const nameOf = (value: string): string => /^"?([^"<]*?)"?\s*</.exec(value)?.[1] ?? ''

/** The UDP address of a URI; port 5060 when none is given. */
export function addressOf(uri: string): { host: string; port: number } {
  const [, host = '', port] = /^sips?:(?:[^@]*@)?([^:;>?]+)(?::(\d+))?/.exec(uri) ?? []
  return { host, port: Number(port ?? 5060) }
}

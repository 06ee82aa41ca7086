/** Messages of callers who do nothing but call and hang up: written by hand, because the load must cost little. */

const host = '127.0.0.1'

/** PCMU, to a port where nobody listens. */
export const sdp =
  `v=0\r\no=- 1 1 IN IP4 ${host}\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\n` +
  'm=audio 9 RTP/AVP 0\r\na=sendrecv\r\n'
const withSdp = `Content-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`
const empty = 'Content-Length: 0\r\n\r\n'

/** What all messages of a call have in common. */
export type CallNames = {
  /** The Request-URI of the INVITE. */
  readonly uri: string
  /** Call-ID, and the root of tag and branches. */
  readonly id: string
  /** The caller's own. */
  readonly port: number
}

export const invite = (call: CallNames): string =>
  head(call, 'INVITE', call.uri, `<${call.uri}>`) +
  `Contact: <sip:bench@${host}:${call.port}>\r\n${withSdp}`

/** To a refusal: the branch of the INVITE, RFC 3261 section 17.1.1.3. */
export const ackRefused = (call: CallNames, to: string): string =>
  head(call, 'ACK', call.uri, to) + empty

/** `to` and `target` as the 200 told them. */
export const inDialog = (
  call: CallNames,
  method: 'ACK' | 'BYE',
  { to, target }: { readonly to: string; readonly target: string },
): string => head({ ...call }, method, target, to, method) + empty

function head(
  { id, port }: CallNames,
  method: string,
  uri: string,
  to: string,
  branch = 'INVITE',
): string {
  return (
    `${method} ${uri} SIP/2.0\r\nVia: SIP/2.0/UDP ${host}:${port};branch=z9hG4bK${id}${branch}\r\n` +
    `Max-Forwards: 70\r\nFrom: <sip:bench@${host}:${port}>;tag=${id}\r\nTo: ${to}\r\n` +
    `Call-ID: ${id}\r\nCSeq: ${method === 'BYE' ? 2 : 1} ${method}\r\n`
  )
}

/** 200 to whatever came; with SDP to an INVITE. */
export function accept(request: string, port: number): string {
  const isInvite = request.startsWith('INVITE ')
  const lines = request.split('\r\n').filter((line) => /^(?:via|from|call-id|cseq):/i.test(line))
  const to = valueOf(request, 'To')
  return (
    `SIP/2.0 200 OK\r\n${lines.join('\r\n')}\r\nTo: ${to}${to.includes('tag=') ? '' : ';tag=callee'}\r\n` +
    `Contact: <sip:callee@${host}:${port}>\r\n${isInvite ? withSdp : empty}`
  )
}

/** The first value of a header in its long form; '' without one. */
export function valueOf(text: string, name: string): string {
  const at = text.indexOf(`\r\n${name}: `)
  const from = at + name.length + 4
  return at === -1 ? '' : text.slice(from, text.indexOf('\r\n', from))
}

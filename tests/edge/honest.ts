/** What honest peers and applications say, as seeds of a fuzz, and what fits to what the edge has said. */

const head = (start: string, cseq: string, n: number, to: string): string =>
  `${start}\r\nVia: SIP/2.0/UDP 192.0.2.2:5070;branch=z9hG4bK${n};rport\r\nMax-Forwards: 70\r\n` +
  `From: "A" <sip:a@b.example>;tag=${n}\r\nTo: ${to}\r\nCall-ID: call-${n}\r\nCSeq: ${cseq}\r\n` +
  'Contact: <sip:a@192.0.2.2:5070;transport=tcp>\r\n'

const sdp =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.2\r\ns=-\r\nc=IN IP4 192.0.2.2\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n'
const withSdp = `Content-Type: application/sdp\r\nContent-Length: ${sdp.length}\r\n\r\n${sdp}`
const empty = 'Content-Length: 0\r\n\r\n'

const extras: Readonly<Record<string, string>> = {
  INVITE: `Supported: 100rel, timer\r\nSession-Expires: 1800;refresher=uac\r\n${withSdp}`,
  REGISTER: `Expires: 60\r\n${empty}`,
  SUBSCRIBE: `Event: presence\r\nExpires: 60\r\n${empty}`,
  NOTIFY: `Event: presence\r\nSubscription-State: active\r\n${empty}`,
  REFER: `Refer-To: <sip:c@b.example?Replaces=x>\r\n${empty}`,
  PRACK: `RAck: 1 1 INVITE\r\n${empty}`,
}

export const methods =
  'INVITE ACK CANCEL BYE OPTIONS REGISTER SUBSCRIBE NOTIFY REFER UPDATE PRACK MESSAGE INFO PUBLISH'.split(
    ' ',
  )

/** A request of a stranger; the same `n` is the same call. */
export const requestFor = (method: string, n: number): string =>
  head(`${method} sip:95000@192.0.2.1 SIP/2.0`, `1 ${method}`, n, '<sip:95000@192.0.2.1>') +
  (extras[method] ?? empty)

/** A message of an application. */
export const orderFor = (method: string): string =>
  `${method} sip:a@192.0.2.2:5070 SIP/2.0\r\nContact: <sip:x@localhost>\r\n${extras[method] ?? empty}`

const line = (text: string, name: string): string =>
  new RegExp(`^${name}: *(.*)\r$`, 'im').exec(text)?.[1] ?? ''

/** The answer to a request that the edge sent, or the next request in the dialog that its response makes. */
export function replyTo(said: string, status: number, method: string, n: number): string {
  const [from, to, callId, cseq] = ['from', 'to', 'call-id', 'cseq'].map((name) => line(said, name))
  const contact = 'Contact: <sip:b@192.0.2.2:5070>\r\n'
  if (!said.startsWith('SIP/'))
    return (
      `SIP/2.0 ${status} x\r\nVia: ${line(said, 'via')}\r\nFrom: ${from}\r\n` +
      `To: ${to};tag=them\r\nCall-ID: ${callId}\r\nCSeq: ${cseq}\r\n${contact}RSeq: ${n}\r\n${withSdp}`
    )
  const number = Number.parseInt(cseq ?? '', 10) + (method === 'ACK' || method === 'CANCEL' ? 0 : 1)
  return (
    `${method} sip:x@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKd${n}\r\n` +
    `From: ${from}\r\nTo: ${to}\r\nCall-ID: ${callId}\r\nCSeq: ${number} ${method}\r\n` +
    `${contact}${extras[method] ?? empty}`
  )
}

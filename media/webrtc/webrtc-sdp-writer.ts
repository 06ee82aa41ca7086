import { isIPv6 } from 'node:net'
import type { Direction } from '../sdp/sdp.ts'
import { mapLines, type WebCodec } from './web-codecs.ts'
import type { Section } from './webrtc-sdp.ts'

/** Our end: mediasoup's ICE and DTLS parameters. */
export type OurEnd = {
  readonly sessionId: number
  /** Rises with each description, RFC 3264 section 8. */
  readonly version: number
  readonly ufrag: string
  readonly password: string
  readonly fingerprint: string
  readonly candidates: readonly IceCandidate[]
}

type IceCandidate = {
  readonly foundation: string
  readonly priority: number
  readonly ip: string
  readonly port: number
  readonly protocol: string
  readonly tcpType?: string
}

/** What a description says, beside our end. */
type Said = {
  readonly sections: readonly Section[]
  /** In our order. */
  readonly codecs: readonly WebCodec[]
  /** What we do. */
  readonly direction: Direction
}

/** Of an offer to a browser that we call. */
export const firstSections: readonly Section[] = [
  { kind: 'audio', protocol: 'UDP/TLS/RTP/SAVPF', payloads: '', mid: '0', isServed: true },
]

const flipped = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
} as const

/** What we do where the browser does that, RFC 3264 section 6.1. */
export const answerTo = (direction: Direction): Direction => flipped[direction]

/** Our answer: DTLS server. */
export const writeAnswer = (end: OurEnd, said: Said): string => write(end, said, 'passive')

/** Our offer, the first or a further one. */
export const writeOffer = (end: OurEnd, said: Said): string => write(end, said, 'actpass')

/**
 * `a=ice-lite` has to stand at session level, or Chromium never connects. No `a=extmap` and no `a=ssrc`: then Chromium
 * plays whatever source arrives, also a new one.
 */
function write(end: OurEnd, said: Said, setup: 'passive' | 'actpass'): string {
  const served = said.sections.filter((section) => section.isServed && section.mid)
  const lines = [
    'v=0',
    `o=- ${end.sessionId} ${end.version} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=ice-lite',
    ...served.map(({ mid }) => `a=group:BUNDLE ${mid}`),
    ...said.sections.flatMap((section) =>
      section.isServed ? servedLines(section, end, said, setup) : refusedLines(section),
    ),
  ]
  return lines.map((line) => `${line}\r\n`).join('')
}

function servedLines(
  section: Section,
  end: OurEnd,
  { codecs, direction }: Said,
  setup: string,
): string[] {
  const [first] = end.candidates
  if (!first) throw new Error('a transport without a candidate')
  const payloads = codecs.map(({ payloadType }) => payloadType).join(' ')
  return [
    `m=audio ${first.port} ${section.protocol} ${payloads}`,
    `c=IN ${isIPv6(first.ip) ? 'IP6' : 'IP4'} ${first.ip}`,
    ...midLine(section),
    `a=ice-ufrag:${end.ufrag}`,
    `a=ice-pwd:${end.password}`,
    ...end.candidates.map(candidateLine),
    'a=end-of-candidates',
    `a=fingerprint:sha-256 ${end.fingerprint}`,
    `a=setup:${setup}`,
    `a=${direction}`,
    'a=rtcp-mux',
    'a=rtcp-rsize',
    ...codecs.flatMap(mapLines),
    'a=ptime:20',
    'a=msid:callwright audio',
  ]
}

function refusedLines(section: Section): string[] {
  const line = `m=${section.kind} 0 ${section.protocol} ${section.payloads}`
  return [line, 'c=IN IP4 0.0.0.0', ...midLine(section), 'a=inactive']
}

const midLine = ({ mid }: Section): string[] => (mid ? [`a=mid:${mid}`] : [])

function candidateLine({
  foundation,
  priority,
  ip,
  port,
  protocol,
  tcpType,
}: IceCandidate): string {
  const address = `${foundation} 1 ${protocol} ${priority} ${ip} ${port} typ host`
  return `a=candidate:${address}${tcpType ? ` tcptype ${tcpType}` : ''}`
}

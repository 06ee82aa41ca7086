import { isIPv6 } from 'node:net'
import { type MediaDescription, type SessionDescription, parse } from 'sdp-transform'
import { MediaRefusal } from './media.ts'

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** What a browser's offer or answer says about its one audio stream. */
export type BrowserSdp = {
  readonly direction: Direction
  readonly ufrag: string
  readonly fingerprint: { readonly algorithm: string; readonly value: string }
  /** The browser waits for our DTLS handshake; otherwise it starts it. */
  readonly isDtlsServer: boolean
  /** Absent while the browser has no microphone to send. */
  readonly ssrc?: number
  /** Every m= section in its order, for the answer (RFC 3264 section 6). */
  readonly sections: readonly Section[]
}

type Section = {
  readonly kind: string
  readonly protocol: string
  readonly payloads: string
  readonly mid: string
  /** The one that we serve; the others are refused by port 0. */
  readonly isServed: boolean
}

/** Our end: mediasoup's ICE and DTLS parameters. */
export type OurEnd = {
  readonly sessionId: number
  /** Rises with each description, RFC 3264 section 8. */
  readonly version: number
  readonly ufrag: string
  readonly password: string
  readonly fingerprint: string
  readonly candidates: readonly Candidate[]
}

type Candidate = {
  readonly foundation: string
  readonly priority: number
  readonly ip: string
  readonly port: number
  readonly protocol: string
  readonly tcpType?: string
}

const profile = /^(UDP|TCP)\/TLS\/RTP\/SAVPF$/
/** PCMU by its static payload type, RFC 3551 section 6. */
const pcmu = '0'

/** Throws MediaRefusal: `bad-offer` when it is no WebRTC description, `no-common-codec` without PCMU. */
export function readBrowserSdp(text: string): BrowserSdp {
  const session = parsed(text)
  const audio = session.media.find(isAudio)
  if (!audio) throw new MediaRefusal('no-common-codec', 'no WebRTC audio with PCMU')
  const ufrag = audio.iceUfrag ?? session.iceUfrag
  const fingerprint = audio.fingerprint ?? session.fingerprint
  if (ufrag === undefined || !fingerprint)
    throw new MediaRefusal('bad-offer', 'no ICE user fragment or DTLS fingerprint')
  const ssrc = audio.ssrcs?.[0]?.id
  return {
    direction: audio.direction ?? session.direction ?? 'sendrecv',
    ufrag: asText(ufrag),
    fingerprint: { algorithm: fingerprint.type.toLowerCase(), value: fingerprint.hash },
    isDtlsServer: (audio.setup ?? session.setup) === 'passive',
    ...(ssrc === undefined ? {} : { ssrc }),
    sections: session.media.map((media) => sectionOf(media, media === audio)),
  }
}

function parsed(text: string): SessionDescription {
  try {
    return parse(text)
  } catch (cause) {
    throw new MediaRefusal('bad-offer', 'unreadable SDP', { cause })
  }
}

/** The parser makes numbers of whatever looks like one, whatever its types say. */
const asText = (value: string | number | undefined): string => (value ?? '').toString()

function isAudio(media: MediaDescription): boolean {
  const payloads = asText(media.payloads).split(' ')
  return (
    media.type === 'audio' &&
    media.port !== 0 &&
    profile.test(media.protocol) &&
    payloads.includes(pcmu)
  )
}

function sectionOf(media: MediaDescription, isServed: boolean): Section {
  return {
    kind: media.type,
    protocol: media.protocol,
    payloads: asText(media.payloads),
    mid: asText(media.mid),
    isServed,
  }
}

const flipped = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
} as const

/** Our answer: DTLS server, and the offer's direction seen from our side. */
export function writeAnswer(offer: BrowserSdp, end: OurEnd): string {
  const attributes = ['a=setup:passive', `a=${flipped[offer.direction]}`]
  return write(end, offer.sections, attributes)
}

/** Our offer to a browser that we call. */
export function writeOffer(end: OurEnd): string {
  const section = {
    kind: 'audio',
    protocol: 'UDP/TLS/RTP/SAVPF',
    payloads: pcmu,
    mid: '0',
    isServed: true,
  }
  return write(end, [section], ['a=setup:actpass', 'a=sendrecv'])
}

/**
 * `a=ice-lite` has to stand at session level, or Chromium never connects. No `a=extmap` and no `a=ssrc`: then Chromium
 * plays whatever source arrives, also a new one.
 */
function write(end: OurEnd, sections: readonly Section[], attributes: readonly string[]): string {
  const served = sections.filter((section) => section.isServed && section.mid)
  const lines = [
    'v=0',
    `o=- ${end.sessionId} ${end.version} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=ice-lite',
    ...served.map(({ mid }) => `a=group:BUNDLE ${mid}`),
    ...sections.flatMap((section) =>
      section.isServed ? servedLines(section, end, attributes) : refusedLines(section),
    ),
  ]
  return lines.map((line) => `${line}\r\n`).join('')
}

function servedLines(section: Section, end: OurEnd, attributes: readonly string[]): string[] {
  const [first] = end.candidates
  if (!first) throw new Error('a transport without a candidate')
  return [
    `m=audio ${first.port} ${section.protocol} ${pcmu}`,
    `c=IN ${isIPv6(first.ip) ? 'IP6' : 'IP4'} ${first.ip}`,
    ...midLine(section),
    `a=ice-ufrag:${end.ufrag}`,
    `a=ice-pwd:${end.password}`,
    ...end.candidates.map(candidateLine),
    'a=end-of-candidates',
    `a=fingerprint:sha-256 ${end.fingerprint}`,
    ...attributes,
    'a=rtcp-mux',
    'a=rtcp-rsize',
    `a=rtpmap:${pcmu} PCMU/8000`,
    'a=ptime:20',
    'a=msid:callwright audio',
  ]
}

function refusedLines(section: Section): string[] {
  const line = `m=${section.kind} 0 ${section.protocol} ${section.payloads}`
  return [line, 'c=IN IP4 0.0.0.0', ...midLine(section), 'a=inactive']
}

const midLine = ({ mid }: Section): string[] => (mid ? [`a=mid:${mid}`] : [])

function candidateLine({ foundation, priority, ip, port, protocol, tcpType }: Candidate): string {
  const address = `${foundation} 1 ${protocol} ${priority} ${ip} ${port} typ host`
  return `a=candidate:${address}${tcpType ? ` tcptype ${tcpType}` : ''}`
}

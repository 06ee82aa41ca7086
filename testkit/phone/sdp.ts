import { type Codec, payloadTypes } from './g711.ts'
import type { Far } from './sound.ts'

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

export type Description = {
  readonly host: string
  readonly port: number
  readonly codecs: readonly Codec[]
  readonly direction: Direction
  /** o= version; raised with each change (RFC 3264 section 8). */
  readonly version: number
}

export function writeSdp({ host, port, codecs, direction, version }: Description): string {
  const types = codecs.map((codec) => payloadTypes[codec])
  return [
    'v=0',
    `o=phone ${port} ${version} IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    `m=audio ${port} RTP/AVP ${[...types, 101].join(' ')}`,
    ...codecs.map((codec) => `a=rtpmap:${payloadTypes[codec]} ${codec}/8000`),
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    'a=ptime:20',
    `a=${direction}`,
    '',
  ].join('\r\n')
}

/** What the far end said: where it listens, the first codec that we have, and its direction. */
export function readSdp(sdp: string): { far: Far; direction: Direction } | undefined {
  const [, port, types = ''] = /^m=audio (\d+) RTP\/AVP ([\d ]+)/m.exec(sdp) ?? []
  const host = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1]
  const first = types.split(' ').find((type) => type === '0' || type === '8')
  if (!host || !port || !first) return undefined
  const event = /^a=rtpmap:(\d+) telephone-event\/8000/m.exec(sdp)?.[1]
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(sdp)?.[1] as
    Direction | undefined
  return {
    far: {
      host,
      port: Number(port),
      codec: first === '0' ? 'PCMU' : 'PCMA',
      ...(event ? { eventType: Number(event) } : {}),
    },
    direction: direction ?? 'sendrecv',
  }
}

const answers = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
} as const
/** The direction that answers an offered one, RFC 3264 section 6.1. */
export const answerTo = (offered: Direction): Direction => answers[offered]

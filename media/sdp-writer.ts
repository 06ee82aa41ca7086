import { isIP } from 'node:net'
import { type MediaDescription, write } from 'sdp-transform'
import { codecOf, codecs } from './engine/codecs/codecs.ts'
import type { Address } from './engine/latch.ts'
import { answerTo, type Described, type Listed } from './sdp.ts'

/** Our end of one leg. `version` rises with every description that we send, RFC 3264 section 8. */
export type Local = Address & { readonly session: number; readonly version: number }

/** Offered by us; any other number is taken from the party's description. */
const ourEventPayloadType = 101

/** Our answer, RFC 3264 section 6: the same media in the same order, all but one audio refused by port 0. */
export function writeAnswer({ media, audio }: Described, local: Local): string {
  const answered = media.map((offered, index) =>
    index === audio.index
      ? {
          ...describeAudio(local, audio.listed, audio.eventPayloadType),
          protocol: audio.protocol,
          direction: answerTo(audio.direction),
          ...(audio.rtcp.mux ? { rtcpMux: 'rtcp-mux' as const } : {}),
        }
      : refused(offered),
  )
  return writeDescription(local, answered)
}

/** Our offer to a party that we call: both G.711 laws and telephone-event. */
export function writeOffer(local: Local): string {
  const listed = Object.values(codecs).flatMap(({ name, payloadType }) =>
    payloadType === undefined ? [] : [{ codec: name, payloadType }],
  )
  const audio = describeAudio(local, listed, ourEventPayloadType)
  return writeDescription(local, [{ ...audio, direction: 'sendrecv' }])
}

function describeAudio(
  local: Local,
  audio: readonly Listed[],
  event: number | undefined,
): MediaDescription {
  const listed: MediaDescription['rtp'] = audio.map(({ payloadType, codec }) => ({
    payload: payloadType,
    codec: codec.toUpperCase(),
    rate: codecOf(codec).clockRate,
  }))
  if (event !== undefined) listed.push({ payload: event, codec: 'telephone-event', rate: 8000 })
  return {
    type: 'audio',
    port: local.port,
    protocol: 'RTP/AVP',
    payloads: listed.map(({ payload }) => payload).join(' '),
    rtp: listed,
    fmtp: event === undefined ? [] : [{ payload: event, config: '0-15' }],
    ptime: 20,
  }
}

function refused(offered: MediaDescription): MediaDescription {
  const { type, protocol, payloads = '' } = offered
  return { type, port: 0, protocol, payloads, rtp: [], fmtp: [] }
}

function writeDescription(local: Local, media: MediaDescription[]): string {
  const ipVer = isIP(local.address)
  return write({
    version: 0,
    origin: {
      username: '-',
      sessionId: local.session,
      sessionVersion: local.version,
      netType: 'IN',
      ipVer,
      address: local.address,
    },
    name: '-',
    connection: { version: ipVer, ip: local.address },
    timing: { start: 0, stop: 0 },
    media,
  })
}

import { isIP } from 'node:net'
import { type MediaDescription, write } from 'sdp-transform'
import type { CodecName } from '../engine/codecs/codec.ts'
import { codecOf } from '../engine/codecs/codecs.ts'
import type { RtpAddress } from '../engine/latch.ts'
import { type Crypto, cryptoLine } from './sdes.ts'
import { answerTo, type Described, type Payloads } from './sdp.ts'

/** Our end of one leg. `version` rises with every description that we send, RFC 3264 section 8. */
export type Local = RtpAddress & { readonly session: number; readonly version: number }

/** Numbers in our own offer; in an answer they are taken from the party's. */
const opusPayloadType = 111
const eventPayloadTypes = { 8000: 101, 48_000: 110 } as const

/** What we offer in this order. Comfort noise is taken but not asked for: a caller's room is worth hearing. */
export function ourPayloads(order: readonly CodecName[]): Payloads {
  const clocks = [...new Set(order.map((name) => codecOf(name).clockRate))]
  return {
    listed: order.map((codec) => ({
      codec,
      payloadType: codecOf(codec).payloadType ?? opusPayloadType,
    })),
    events: clocks.map((clockRate) => ({ clockRate, payloadType: eventPayloadTypes[clockRate] })),
  }
}

/** Our answer, RFC 3264 section 6: the same media in the same order, all but one audio refused by port 0. */
export function writeAnswer({ media, audio }: Described, local: Local, crypto?: Crypto): string {
  const answered = media.map((offered, index) =>
    index === audio.index
      ? {
          ...describeAudio(local, audio, audio.ptimeMs),
          protocol: audio.protocol,
          ...(crypto ? { crypto: [cryptoLine(crypto)] } : {}),
          direction: answerTo(audio.direction),
          ...(audio.rtcp.mux ? { rtcpMux: 'rtcp-mux' as const } : {}),
        }
      : refused(offered),
  )
  return writeDescription(local, answered)
}

/** Our offer to a party that we call; of SRTP where there are keys. */
export function writeOffer(
  local: Local,
  payloads: Payloads,
  cryptos: readonly Crypto[] = [],
): string {
  const audio = describeAudio(local, payloads, 20)
  const secure = { protocol: 'RTP/SAVP', crypto: cryptos.map(cryptoLine) }
  return writeDescription(local, [
    { ...audio, ...(cryptos.length > 0 ? secure : {}), direction: 'sendrecv' },
  ])
}

function describeAudio(local: Local, payloads: Payloads, ptime: number): MediaDescription {
  const { listed, events, noisePayloadType } = payloads
  const rtp: MediaDescription['rtp'] = listed.map(({ payloadType, codec }) => {
    const [name = '', rate, channels] = codecOf(codec).encoding.split('/')
    const encoding = channels === undefined ? {} : { encoding: Number(channels) }
    return { payload: payloadType, codec: name, rate: Number(rate), ...encoding }
  })
  for (const { payloadType, clockRate } of events)
    rtp.push({ payload: payloadType, codec: 'telephone-event', rate: clockRate })
  if (noisePayloadType !== undefined)
    rtp.push({ payload: noisePayloadType, codec: 'CN', rate: 8000 })
  const opus = listed.filter(({ codec }) => codec === 'opus')
  return {
    type: 'audio',
    port: local.port,
    protocol: 'RTP/AVP',
    payloads: rtp.map(({ payload }) => payload).join(' '),
    rtp,
    fmtp: [
      ...opus.map(({ payloadType }) => ({ payload: payloadType, config: 'minptime=10' })),
      ...events.map(({ payloadType }) => ({ payload: payloadType, config: '0-15' })),
    ],
    ptime,
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

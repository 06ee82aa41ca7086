import { isIP } from 'node:net'
import { type MediaDescription, parse, type SessionDescription } from 'sdp-transform'
import type { Codec, CodecName } from '../engine/codecs/codec.ts'
import { codecOf, codecs } from '../engine/codecs/codecs.ts'
import type { RtpAddress } from '../engine/latch.ts'
import type { NegotiatedMedia, PayloadKind, RtcpPath } from '../engine/negotiated-media.ts'
import { MediaRefusal } from '../refusal.ts'
import { type Crypto, isProfileFor, isSecureProfile, readCryptos, type SrtpUse } from './sdes.ts'

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** A codec under the payload type that the party gave it. */
type Listed = { readonly payloadType: number; readonly codec: CodecName }

/** Telephone-events, RFC 4733; the clock is that of the sound among which they stand. */
type ListedEvent = { readonly payloadType: number; readonly clockRate: number }

/** Everything under its payload type that one description lists. */
export type Payloads = {
  /** In order of preference; never empty. */
  readonly listed: readonly Listed[]
  readonly events: readonly ListedEvent[]
  /** Comfort noise, RFC 3389. */
  readonly noisePayloadType?: number
}

/** The audio that a party described, as far as we can serve it. */
type Audio = Payloads & {
  /** Place among the description's media. */
  readonly index: number
  readonly protocol: string
  readonly remote: RtpAddress
  /** What the party does. */
  readonly direction: Direction
  /** ms of sound in each packet that goes to the party, as its ptime and maxptime ask (RFC 8866 section 6.4). */
  readonly ptimeMs: number
  readonly rtcp: RtcpPath
  /** Keys of the party that we could use; none where RTP is plain. */
  readonly cryptos: readonly Crypto[]
}

/** A party's description: all its media, and the one that we serve. */
export type Described = { readonly media: readonly MediaDescription[]; readonly audio: Audio }

const longestText = 16_384

/** Whether a browser speaks: its audio passes through mediasoup. */
export const isWebOffer = (text: string): boolean => /^m=audio \d+ UDP\/TLS\/RTP\/SAVPF/m.test(text)

/** Reads a party's offer, or its answer to ours, as far as these codecs go. Throws MediaRefusal. */
export function readDescription(
  text: string,
  accepted: readonly CodecName[],
  srtp: SrtpUse,
): Described {
  try {
    return readChecked(text, accepted, srtp)
  } catch (error) {
    if (error instanceof MediaRefusal) throw error
    // The parser's types promise fields that it leaves out of lines it cannot read.
    throw new MediaRefusal('bad-offer', 'the description cannot be read', { cause: error })
  }
}

function readChecked(text: string, accepted: readonly CodecName[], srtp: SrtpUse): Described {
  const description = parseDescription(text)
  const served = description.media.map((media) => isServed(media, srtp))
  const index = served.indexOf(true)
  const media = description.media[index]
  if (media === undefined)
    throw refusal('no-common-codec', 'no audio under a profile that we take is offered')
  return { media: description.media, audio: readAudio(description, media, index, accepted) }
}

/**
 * What the leg does from now on. Where the party answered us, it sends under the numbers of our offer, while it takes
 * its own (RFC 3264 section 6.1).
 */
export function negotiate({ audio }: Described, offered?: Payloads): NegotiatedMedia {
  const [first] = audio.listed
  if (first === undefined) throw refusal('no-common-codec', 'no codec in common')
  const event = eventFor(audio.events, codecOf(first.codec))
  const { noisePayloadType } = audio
  const answer = answerTo(audio.direction)
  return {
    remote: audio.remote,
    ...first,
    ptimeMs: audio.ptimeMs,
    ...(event === undefined ? {} : { eventPayloadType: event }),
    ...(noisePayloadType === undefined ? {} : { noisePayloadType }),
    receives: new Map([...known, ...kindsOf(audio), ...(offered ? kindsOf(offered) : [])]),
    sending: answer === 'sendrecv' || answer === 'sendonly',
    receiving: answer === 'sendrecv' || answer === 'recvonly',
    // A party on hold may send nothing for as long as it likes.
    neverSilent: answer === 'sendrecv',
    keysInBand: event === undefined,
  }
}

type PayloadEntry = readonly [payloadType: number, kind: PayloadKind]

const noisePayloadType = 13
/** What has its number from RFC 3551 is understood even where it was not agreed. */
const known: readonly PayloadEntry[] = [
  ...Object.values(codecs).flatMap(({ name, payloadType }) =>
    payloadType === undefined ? [] : [[payloadType, name] as const],
  ),
  [noisePayloadType, 'noise'],
]

const kindsOf = ({ listed, events }: Payloads): readonly PayloadEntry[] => [
  ...listed.map(({ payloadType, codec }) => [payloadType, codec] as const),
  ...events.map(({ payloadType }) => [payloadType, 'event'] as const),
]

/** RFC 4733 section 2.6 wants the clock of the sound; a party that lists only the other one still knows the key by its number. */
const eventFor = (events: readonly ListedEvent[], { clockRate }: Codec): number | undefined =>
  (events.find((event) => event.clockRate === clockRate) ?? events[0])?.payloadType

function refusal(reason: MediaRefusal['reason'], message: string): MediaRefusal {
  return new MediaRefusal(reason, message)
}

function parseDescription(text: string): SessionDescription {
  if (text.length > longestText) throw refusal('bad-offer', 'the description is too long')
  if (!text.startsWith('v=0')) throw refusal('bad-offer', 'not a session description')
  const description = parse(text)
  // The types say that the origin is always there, but the parser leaves out what the text leaves out.
  if (!Object.hasOwn(description, 'origin') || description.media.length === 0)
    throw refusal('bad-offer', 'no origin or no media in the description')
  return description
}

const isServed = ({ type, port, protocol }: MediaDescription, srtp: SrtpUse): boolean =>
  type === 'audio' && port !== 0 && isProfileFor(protocol, srtp)

function readAudio(
  session: SessionDescription,
  media: MediaDescription,
  index: number,
  accepted: readonly CodecName[],
): Audio {
  const remote = readAddress(session, media)
  const { address } = remote
  const payloads = listPayloads(media, accepted)
  const [first] = payloads.listed
  if (first === undefined) throw refusal('no-common-codec', 'no codec that we speak is offered')
  const cryptos = isSecureProfile(media.protocol) ? readCryptos(media) : []
  if (isSecureProfile(media.protocol) && cryptos.length === 0)
    throw refusal('no-common-codec', 'no crypto suite that we speak is offered')
  return {
    index,
    protocol: media.protocol,
    remote,
    direction: readDirection(session, media, address),
    ...payloads,
    ptimeMs: ptimeFor(media, codecOf(first.codec)),
    rtcp: readRtcp(media, remote),
    cryptos,
  }
}

function readAddress(session: SessionDescription, media: MediaDescription): RtpAddress {
  const address = media.connection?.ip ?? session.connection?.ip ?? ''
  const { port } = media
  if (isIP(address) === 0) throw refusal('bad-offer', 'no connection address')
  if (!isPort(port)) throw refusal('bad-offer', 'not a port')
  return { address, port }
}

/** RFC 3605 and 5761; without either, RTCP is on the next port. */
function readRtcp(media: MediaDescription, { address, port }: RtpAddress): RtcpPath {
  const mux = media.rtcpMux !== undefined
  const told = mux ? port : (media.rtcp?.port ?? Math.min(port + 1, 65_535))
  if (!isPort(told)) throw refusal('bad-offer', 'not a port for RTCP')
  return { to: { address, port: told }, mux }
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535

function payloadTypesOf(media: MediaDescription): readonly number[] {
  // Against its types, the parser makes a number of a list with one entry.
  const payloads = media.payloads as string | number | undefined
  return String(payloads ?? '')
    .split(' ')
    .map(Number)
    .filter((type) => type >= 0 && type < 128)
}

function listPayloads(media: MediaDescription, accepted: readonly CodecName[]): Payloads {
  const types = payloadTypesOf(media)
  const listed = types.flatMap((payloadType) => {
    const codec = codecUnder(media, payloadType)
    return codec && accepted.includes(codec.name) ? [{ payloadType, codec: codec.name }] : []
  })
  const clocks = listed.map(({ codec }) => codecOf(codec).clockRate as number)
  const events = media.rtp.flatMap(({ payload, codec, rate = 0 }) =>
    isEvent(codec) && types.includes(payload) && (clocks.includes(rate) || rate === 8000)
      ? [{ payloadType: payload, clockRate: rate }]
      : [],
  )
  return { listed, events, ...(types.includes(noisePayloadType) ? { noisePayloadType } : {}) }
}

const isEvent = (encoding: string): boolean => encoding.toLowerCase() === 'telephone-event'

function codecUnder(media: MediaDescription, payloadType: number): Codec | undefined {
  const mapped = media.rtp.find(({ payload }) => payload === payloadType)
  return Object.values(codecs).find(({ name, payloadType: fixed, clockRate, channels }) =>
    mapped === undefined
      ? payloadType === fixed
      : mapped.codec.toLowerCase() === name &&
        (mapped.rate ?? 8000) === clockRate &&
        (mapped.encoding ?? 1) === channels,
  )
}

/** The longest that the codec can and the party wants: Opus has no 30 ms, so 20 then. */
function ptimeFor({ ptime = 20, maxptime = Infinity }: MediaDescription, codec: Codec): number {
  const fitting = codec.ptimes.filter((ms) => ms <= Math.min(ptime, maxptime))
  return Math.max(...fitting.slice(-1), Math.min(...codec.ptimes))
}

/** No address to send to. */
export const isNowhere = (address: string): boolean => address === '0.0.0.0' || address === '::'

/** The old way to hold, RFC 2543: address 0.0.0.0 means that the party wants to hear nothing. */
function readDirection(
  session: SessionDescription,
  media: MediaDescription,
  address: string,
): Direction {
  const direction = media.direction ?? session.direction ?? 'sendrecv'
  if (!isNowhere(address)) return direction
  return direction === 'sendrecv' || direction === 'sendonly' ? 'sendonly' : 'inactive'
}

/** What we do where the party does that, RFC 3264 section 6.1. */
export function answerTo(direction: Direction): Direction {
  if (direction === 'sendonly') return 'recvonly'
  return direction === 'recvonly' ? 'sendonly' : direction
}

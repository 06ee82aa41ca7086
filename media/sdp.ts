import { isIP } from 'node:net'
import { type MediaDescription, parse, type SessionDescription } from 'sdp-transform'
import type { CodecName } from './engine/codecs/codec.ts'
import { codecs } from './engine/codecs/codecs.ts'
import type { Address } from './engine/latch.ts'
import type { Terms } from './engine/terms.ts'
import { MediaRefusal } from './media.ts'
import type { RtcpPath } from './orders.ts'

type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** A codec under the payload type that the party gave it. */
export type Listed = { readonly payloadType: number; readonly codec: CodecName }

/** The audio that a party described, as far as we can serve it. */
type Audio = {
  /** Place among the description's media. */
  readonly index: number
  readonly protocol: string
  readonly remote: Address
  /** What the party does. */
  readonly direction: Direction
  /** In the party's order of preference; never empty. */
  readonly listed: readonly Listed[]
  readonly eventPayloadType?: number
  readonly rtcp: RtcpPath
}

/** A party's description: all its media, and the one that we serve. */
export type Described = { readonly media: readonly MediaDescription[]; readonly audio: Audio }

const longestText = 16_384
const profiles = ['RTP/AVP', 'RTP/AVPF']

/** Whether a browser speaks: its audio passes through mediasoup. */
export const isWebOffer = (text: string): boolean => /^m=audio \d+ UDP\/TLS\/RTP\/SAVPF/m.test(text)

/** Reads a party's offer, or its answer to ours. Throws MediaRefusal. */
export function readDescription(text: string): Described {
  try {
    return readChecked(text)
  } catch (error) {
    if (error instanceof MediaRefusal) throw error
    // The parser's types promise fields that it leaves out of lines it cannot read.
    throw new MediaRefusal('bad-offer', 'the description cannot be read', { cause: error })
  }
}

function readChecked(text: string): Described {
  const description = parseDescription(text)
  const served = description.media.map((media) => isServed(media))
  const index = served.indexOf(true)
  const media = description.media[index]
  if (media === undefined) throw refusal('no-common-codec', 'no plain RTP audio is offered')
  return { media: description.media, audio: readAudio(description, media, index) }
}

/** What the leg does from now on. */
export function termsOf({ audio }: Described): Terms {
  const [first] = audio.listed
  if (first === undefined) throw refusal('no-common-codec', 'no codec in common')
  const receives = new Map<number, CodecName | 'event' | 'noise'>()
  for (const { name, payloadType } of Object.values(codecs))
    if (payloadType !== undefined) receives.set(payloadType, name)
  for (const { payloadType, codec } of audio.listed) receives.set(payloadType, codec)
  const event = audio.eventPayloadType
  if (event !== undefined) receives.set(event, 'event')
  const answer = answerTo(audio.direction)
  return {
    remote: audio.remote,
    ...first,
    ptimeMs: 20,
    ...(event === undefined ? {} : { eventPayloadType: event }),
    receives,
    sending: answer === 'sendrecv' || answer === 'sendonly',
    receiving: answer === 'sendrecv' || answer === 'recvonly',
    // A party on hold may send nothing for as long as it likes.
    neverSilent: answer === 'sendrecv',
    keysInBand: event === undefined,
  }
}

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

const isServed = (media: MediaDescription): boolean =>
  media.type === 'audio' && media.port !== 0 && profiles.includes(media.protocol)

function readAudio(session: SessionDescription, media: MediaDescription, index: number): Audio {
  const remote = readAddress(session, media)
  const { address } = remote
  const listed = listCodecs(media)
  if (listed.length === 0) throw refusal('no-common-codec', 'neither PCMU nor PCMA is offered')
  const eventPayloadType = findEvent(media)
  return {
    index,
    protocol: media.protocol,
    remote,
    direction: readDirection(session, media, address),
    listed,
    ...(eventPayloadType === undefined ? {} : { eventPayloadType }),
    rtcp: readRtcp(media, remote),
  }
}

function readAddress(session: SessionDescription, media: MediaDescription): Address {
  const address = media.connection?.ip ?? session.connection?.ip ?? ''
  const { port } = media
  if (isIP(address) === 0) throw refusal('bad-offer', 'no connection address')
  if (!isPort(port)) throw refusal('bad-offer', 'not a port')
  return { address, port }
}

/** RFC 3605 and 5761; without either, RTCP is on the next port. */
function readRtcp(media: MediaDescription, { address, port }: Address): RtcpPath {
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

function listCodecs(media: MediaDescription): readonly Listed[] {
  return payloadTypesOf(media).flatMap((payloadType) => {
    const mapped = media.rtp.find(({ payload }) => payload === payloadType)
    const codec = Object.values(codecs).find(({ name, payloadType: fixed, clockRate }) =>
      mapped === undefined
        ? payloadType === fixed
        : mapped.codec.toLowerCase() === name && (mapped.rate ?? 8000) === clockRate,
    )
    return codec === undefined ? [] : [{ payloadType, codec: codec.name }]
  })
}

function findEvent(media: MediaDescription): number | undefined {
  const types = payloadTypesOf(media)
  return media.rtp.find(
    ({ payload, codec, rate }) =>
      codec.toLowerCase() === 'telephone-event' && rate === 8000 && types.includes(payload),
  )?.payload
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

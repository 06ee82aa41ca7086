import { type MediaDescription, type SessionDescription, parse } from 'sdp-transform'
import { MediaRefusal } from '../refusal.ts'
import type { Direction } from '../sdp/sdp.ts'
import { type WebCodec, type WebCodecName, webCodecOf } from './web-codecs.ts'

/** What a browser's offer or answer says about its one audio stream. */
export type BrowserSdp = {
  readonly direction: Direction
  readonly ufrag: string
  readonly fingerprint: { readonly algorithm: string; readonly value: string }
  /** The browser waits for our DTLS handshake; otherwise it starts it. */
  readonly isDtlsServer: boolean
  /** Absent while the browser has no microphone to send. */
  readonly ssrc?: number
  /** Those of ours that it speaks, in its order; never empty. */
  readonly codecs: readonly WebCodec[]
  /** Every m= section in its order, for our next description (RFC 3264 section 6). */
  readonly sections: readonly Section[]
}

export type Section = {
  readonly kind: string
  readonly protocol: string
  readonly payloads: string
  readonly mid: string
  /** The one that we serve; the others are refused by port 0. */
  readonly isServed: boolean
}

const profile = /^(UDP|TCP)\/TLS\/RTP\/SAVPF$/
/** Where no rtpmap says more, RFC 3551 section 6. */
const staticCodecs: ReadonlyMap<number, WebCodecName> = new Map([
  [0, 'pcmu'],
  [8, 'pcma'],
])

/** Throws MediaRefusal: `bad-offer` when it is no WebRTC description, `no-common-codec` without a codec of ours. */
export function readBrowserSdp(text: string): BrowserSdp {
  const session = parsed(text)
  const audio = session.media.find(isAudio)
  if (!audio) throw new MediaRefusal('no-common-codec', 'no WebRTC audio in a codec of ours')
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
    codecs: codecsOf(audio),
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

const isAudio = (media: MediaDescription): boolean =>
  media.type === 'audio' &&
  media.port !== 0 &&
  profile.test(media.protocol) &&
  codecsOf(media).length > 0

function codecsOf({ payloads, rtp }: MediaDescription): readonly WebCodec[] {
  return asText(payloads)
    .split(' ')
    .map(Number)
    .flatMap((payloadType) => {
      const map = rtp.find(({ payload }) => payload === payloadType)
      const name = map ? webCodecOf(map.codec, map.rate) : staticCodecs.get(payloadType)
      return name === undefined ? [] : [{ name, payloadType }]
    })
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

/** What may be spoken with a browser (RFC 7874 section 3), where the engine speaks it. */
export const webCodecNames = ['pcmu', 'pcma', 'opus'] as const
export type WebCodecName = (typeof webCodecNames)[number]

/** A codec of one leg, under the payload type that it has there. */
export type WebCodec = { readonly name: WebCodecName; readonly payloadType: number }

/** Ours for Opus, where the browser has not said another. */
export const opusPayloadType = 111

const encodings: Readonly<Record<WebCodecName, readonly [encoding: string, rate: number]>> = {
  pcmu: ['PCMU', 8000],
  pcma: ['PCMA', 8000],
  opus: ['opus', 48_000],
}

/** By SDP's rtpmap; a name without regard to case, RFC 4855 section 3. */
export const webCodecOf = (encoding: string, rate: number | undefined): WebCodecName | undefined =>
  webCodecNames.find((name) => {
    const [known, knownRate] = encodings[name]
    return known.toLowerCase() === encoding.toLowerCase() && (rate ?? 8000) === knownRate
  })

/** The same for mediasoup. */
export function rtpCodecOf({ name, payloadType }: WebCodec) {
  const [encoding, clockRate] = encodings[name]
  const channels = name === 'opus' ? 2 : 1
  return { mimeType: `audio/${encoding}` as const, payloadType, clockRate, channels }
}

/** SDP's lines about it. One channel is all that the engine hears; in-band FEC is what helps a bad network most. */
export function mapLines({ name, payloadType }: WebCodec): readonly string[] {
  const [encoding, clockRate] = encodings[name]
  const map = `a=rtpmap:${payloadType} ${encoding}/${clockRate}`
  return name === 'opus' ? [`${map}/2`, `a=fmtp:${payloadType} minptime=10;useinbandfec=1`] : [map]
}

/** What may be spoken with a browser, RFC 7874 section 3. */
export const webCodecNames = ['pcmu', 'pcma', 'opus'] as const
export type WebCodecName = (typeof webCodecNames)[number]

/** A codec of one leg, under the payload type that it has there. */
export type WebCodec = { readonly name: WebCodecName; readonly payloadType: number }

type Encoding = {
  readonly encoding: string
  readonly clockRate: number
  readonly channels: number
  /** In our offers; static ones by RFC 3551 table 4. */
  readonly payloadType: number
}

const encodings: Readonly<Record<WebCodecName, Encoding>> = {
  pcmu: { encoding: 'PCMU', clockRate: 8000, channels: 1, payloadType: 0 },
  pcma: { encoding: 'PCMA', clockRate: 8000, channels: 1, payloadType: 8 },
  opus: { encoding: 'opus', clockRate: 48_000, channels: 2, payloadType: 111 },
}

/** As we offer it. */
export const offered = (name: WebCodecName): WebCodec => ({
  name,
  payloadType: encodings[name].payloadType,
})

/** By SDP's rtpmap; a name without regard to case, RFC 4855 section 3. */
export const webCodecOf = (encoding: string, rate: number | undefined): WebCodecName | undefined =>
  webCodecNames.find(
    (name) =>
      encodings[name].encoding.toLowerCase() === encoding.toLowerCase() &&
      encodings[name].clockRate === (rate ?? 8000),
  )

/** As mediasoup describes it. */
export function rtpCodecOf({ name, payloadType }: WebCodec) {
  const { encoding, clockRate, channels } = encodings[name]
  return { mimeType: `audio/${encoding}` as const, payloadType, clockRate, channels }
}

/** SDP's lines about it; redundancy within Opus is what helps a bad network most. */
export function mapLines({ name, payloadType }: WebCodec): readonly string[] {
  const { encoding, clockRate, channels } = encodings[name]
  const map = `a=rtpmap:${payloadType} ${encoding}/${clockRate}`
  if (name !== 'opus') return [map]
  return [`${map}/${channels}`, `a=fmtp:${payloadType} minptime=10;useinbandfec=1`]
}

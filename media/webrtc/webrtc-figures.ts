import type { ConsumerStat, ProducerStat } from 'mediasoup/types'
import type { NetworkFigures } from '../engine/network-figures.ts'
import { rtpCodecOf, type WebCodec } from './web-codecs.ts'

/** What mediasoup counted of one browser: its stream by our reception, ours by its reception reports. */
export function figuresOf(
  codec: WebCodec,
  fromBrowser: readonly ProducerStat[],
  toBrowser: readonly (ConsumerStat | ProducerStat)[],
): NetworkFigures | undefined {
  const heard = fromBrowser.find(({ type }) => type === 'inbound-rtp')
  if (heard === undefined) return undefined
  const told = toBrowser.find(({ type }) => type === 'outbound-rtp')
  return {
    received: heard.packetCount,
    lost: heard.packetsLost,
    // mediasoup counts in units of the RTP clock.
    jitterMs: (heard.jitter * 1000) / rtpCodecOf(codec).clockRate,
    // 0 means that no report came.
    ...(told?.roundTripTime ? { roundTripMs: told.roundTripTime } : {}),
    ...(told?.packetCount ? { farLost: Math.min(1, told.packetsLost / told.packetCount) } : {}),
  }
}

/** The leg's whole life, where it was led over another path before. */
export const joined = (before: NetworkFigures | undefined, now: NetworkFigures): NetworkFigures =>
  before === undefined
    ? now
    : { ...now, received: before.received + now.received, lost: before.lost + now.lost }

import type { LegId } from '../../../core/names.ts'
import { WebRtcEndpoint } from '../../../media/endpoint/webrtc-endpoint.ts'
import type { EngineOrder } from '../../../media/engine-messages.ts'
import type { WebCodecName } from '../../../media/webrtc/web-codecs.ts'
import type { EngineEnd, RelayEnd } from '../../../media/webrtc/webrtc-path.ts'
import type { RelayOptions } from '../../../media/webrtc/webrtc-worker.ts'
import { RelayWorkers } from '../../../media/webrtc/webrtc-workers.ts'

type Options = RelayOptions & {
  readonly workers: number
  readonly codecs: readonly WebCodecName[]
  readonly onStranded: (leg: LegId, why: string) => void
  readonly onLost: (leg: LegId) => void
}

type Opened = { readonly endpoint: WebRtcEndpoint; relay?: RelayEnd }

/** Endpoints toward browsers, each with an engine that is just an address. */
export async function startRelay({
  workers: count,
  codecs,
  onStranded,
  onLost,
  ...options
}: Options) {
  const workers = await RelayWorkers.start(count, options)
  const legs = new Map<LegId, Opened>()
  const open = (leg: LegId, { ip: host, port, ssrc }: EngineEnd): Opened => {
    const end = { port, ssrc }
    const endpoint = new WebRtcEndpoint({
      leg,
      host,
      workers,
      codecs,
      engine: {
        open: async () => end,
        reopen: async () => end,
        order(order: EngineOrder) {
          const opened = legs.get(leg)
          if (order.do === 'apply' && opened) opened.relay = relayOf(order)
        },
      },
      onClosed: () => undefined,
      onStranded: (why) => onStranded(leg, why),
      onLost: () => onLost(leg),
    })
    const opened = { endpoint }
    legs.set(leg, opened)
    return opened
  }
  const found = (leg: LegId): Opened => {
    const opened = legs.get(leg)
    if (!opened) throw new Error(`there is no endpoint for ${leg}`)
    return opened
  }
  const relayIn = ({ relay }: Opened): RelayEnd => {
    if (!relay) throw new Error('the engine was told nothing')
    return relay
  }
  return {
    async answer(leg: LegId, offer: string, end: EngineEnd) {
      const opened = open(leg, end)
      const sdp = await opened.endpoint.answer(offer)
      return { sdp, relay: relayIn(opened) }
    },
    offer: (leg: LegId, end: EngineEnd) => open(leg, end).endpoint.offer(),
    async accept(leg: LegId, answer: string) {
      const opened = found(leg)
      await opened.endpoint.accept(answer)
      return relayIn(opened)
    },
    async reanswer(leg: LegId, offer: string) {
      return { sdp: await found(leg).endpoint.reanswer(offer) }
    },
    reoffer: (leg: LegId) => found(leg).endpoint.reoffer(),
    close: (leg: LegId) => found(leg).endpoint.close(),
    /** That of an endpoint which nobody has opened. */
    acceptUnopened: (leg: LegId, end: EngineEnd) => open(leg, end).endpoint.accept(''),
    async stop() {
      for (const { endpoint } of legs.values()) endpoint.close()
      await workers.stop()
    },
  }
}

function relayOf({ negotiated }: Extract<EngineOrder, { do: 'apply' }>): RelayEnd {
  const { remote, codec, payloadType } = negotiated
  // The boundary: an endpoint toward a browser agrees on nothing else.
  const name = codec as WebCodecName
  return { ip: remote.address, port: remote.port, codec: { name, payloadType } }
}

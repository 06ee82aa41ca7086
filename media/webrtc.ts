import type { LegId } from '../core/names.ts'
import type { EngineEnd, WebOpening, WebRtc, WebRtcOptions } from './web-party.ts'
import { WebLeg } from './webrtc-leg.ts'
import { LastingWorker } from './webrtc-worker.ts'

/** Starts the WebRTC relay; rejects when mediasoup's worker does not run or no port is free. */
export async function startWebRtc(options: WebRtcOptions): Promise<WebRtc> {
  const legs = new Map<LegId, WebLeg>()

  const workers = new LastingWorker(options)
  await workers.started()

  const lose = (leg: LegId) => {
    options.log?.({ leg }, 'browser lost')
    options.onLost(leg)
  }
  const open = async (
    leg: LegId,
    engine: EngineEnd,
    how: (web: WebLeg) => Promise<WebOpening>,
  ): Promise<WebOpening> => {
    if (legs.has(leg)) throw new Error(`leg ${leg} is open already`)
    const web = new WebLeg(workers.get(), engine, () => lose(leg))
    legs.set(leg, web)
    try {
      return await how(web)
    } catch (error) {
      close(leg)
      throw error
    }
  }
  const openLeg = (leg: LegId): WebLeg => {
    const web = legs.get(leg)
    if (!web) throw new Error(`leg ${leg} is not open`)
    return web
  }
  const close = (leg: LegId): void => {
    legs.get(leg)?.close()
    legs.delete(leg)
  }

  return {
    answer: (leg, offer, engine) => open(leg, engine, (web) => web.answer(offer)),
    offer: (leg, engine) => open(leg, engine, (web) => web.offer()),
    accept: async (leg, answer) => openLeg(leg).accept(answer),
    reanswer: async (leg, offer) => openLeg(leg).reanswer(offer),
    close,
    async stop() {
      for (const leg of [...legs.keys()]) close(leg)
      await workers.stop()
    },
  }
}

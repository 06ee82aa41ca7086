import type { LegId } from '../../core/names.ts'
import type { NetworkFigures } from '../engine/network-figures.ts'
import { offered } from './web-codecs.ts'
import type { EngineEnd, RelayEnd, WebAnswer, WebMemo, WebRtc, WebRtcOptions } from './web-party.ts'
import { WebLeg } from './webrtc-leg.ts'
import { RelayWorkers } from './webrtc-workers.ts'

/** Starts the WebRTC relay; rejects when mediasoup's workers do not run or no port is free. */
export async function startWebRtc(options: WebRtcOptions): Promise<WebRtc> {
  const workers = new RelayWorkers(options)
  try {
    await workers.started()
  } catch (error) {
    await workers.stop()
    throw error
  }
  return new Relay(options, workers)
}

class Relay implements WebRtc {
  readonly #options: WebRtcOptions
  readonly #workers: RelayWorkers
  readonly #legs = new Map<LegId, WebLeg>()

  constructor(options: WebRtcOptions, workers: RelayWorkers) {
    this.#options = options
    this.#workers = workers
  }

  answer(leg: LegId, offer: string, engine: EngineEnd): Promise<WebAnswer> {
    return this.#open(leg, engine, (web) => web.answer(offer))
  }

  offer(leg: LegId, engine: EngineEnd): Promise<string> {
    return this.#open(leg, engine, (web) => web.offer())
  }

  async accept(leg: LegId, answer: string): Promise<RelayEnd> {
    return this.#leg(leg).accept(answer)
  }

  async reanswer(leg: LegId, offer: string): Promise<WebAnswer> {
    return this.#leg(leg).reanswer(offer)
  }

  async reoffer(leg: LegId): Promise<string | undefined> {
    return this.#leg(leg).reoffer()
  }

  memoOf(leg: LegId): WebMemo | undefined {
    return this.#legs.get(leg)?.memo()
  }

  takeUp(leg: LegId, memo: WebMemo, engine: EngineEnd): void {
    const web = this.#createLeg(leg, engine)
    web.takeUp(memo)
    this.#legs.set(leg, web)
  }

  async measure(leg: LegId): Promise<NetworkFigures | undefined> {
    return this.#legs.get(leg)?.measure()
  }

  close(leg: LegId): void {
    this.#legs.get(leg)?.close()
    this.#legs.delete(leg)
  }

  async stop(): Promise<void> {
    for (const leg of [...this.#legs.keys()]) this.close(leg)
    await this.#workers.stop()
  }

  async #open<Opened>(
    leg: LegId,
    engine: EngineEnd,
    how: (web: WebLeg) => Promise<Opened>,
  ): Promise<Opened> {
    if (this.#legs.has(leg)) throw new Error(`leg ${leg} is open already`)
    const web = this.#createLeg(leg, engine)
    this.#legs.set(leg, web)
    try {
      return await how(web)
    } catch (error) {
      this.close(leg)
      throw error
    }
  }

  #createLeg(leg: LegId, engine: EngineEnd): WebLeg {
    const { codecs, log, onStranded, onLost } = this.#options
    return new WebLeg({
      ...{ workers: this.#workers, engine, codecs: codecs.map(offered) },
      onStranded: (why) => {
        log?.({ leg, why }, 'browser stranded')
        onStranded(leg, why)
      },
      onLost: () => {
        log?.({ leg }, 'browser lost')
        onLost(leg)
      },
    })
  }

  #leg(leg: LegId): WebLeg {
    const web = this.#legs.get(leg)
    if (!web) throw new Error(`leg ${leg} is not open`)
    return web
  }
}

import type { LegId, PromptId, RecordingId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import type { EngineOrder, EngineReport, EngineSettings } from './engine-messages.ts'
import type { EngineOutput } from './engine/engine-output.ts'
import { Engine, slots } from './engine/engine.ts'
import type { RtpAddress } from './engine/latch.ts'
import type { Leg } from './engine/leg.ts'
import type { RtcpPath } from './engine/negotiated-media.ts'
import type { StreamStart } from './engine/rtp-stream.ts'
import { isRtcp } from './engine/rtp.ts'
import { Pacer } from './pacer.ts'
import type { PacketPorts, PortListener, PortPair } from './packets/packet-ports.ts'
import { RecorderInlet } from './recording/recorder-inlet.ts'
import { type SrtpKeys, SrtpSession } from './srtp/srtp-session.ts'

const frameMs = 20
/** How often it is looked whose report is due, lest all are sent in one instant. */
const reportTurnMs = 100

type ThreadSurroundings = {
  readonly ports: PacketPorts
  readonly random: (below: number) => number
  readonly report: (report: EngineReport) => void
}

/** A pair of ports, and where the stream that leaves from there begins. */
type Stocked = { readonly pair: PortPair; readonly start: StreamStart }

/** A leg's way to the network. */
type Wire = {
  readonly pair: PortPair
  rtcp?: RtcpPath | undefined
  srtp?: SrtpSession | undefined
}

/** Gives the engine its sockets, its clock and its way to the disk. It runs in a thread that does nothing else. */
export class EngineThread {
  readonly #settings: EngineSettings
  readonly #surroundings: ThreadSurroundings
  readonly #engine: Engine
  readonly #ports: PacketPorts
  readonly #pacer: Pacer
  readonly #prompts: Map<PromptId, Int16Array>
  readonly #stock = new Map<number, Stocked>()
  readonly #wires = new Map<LegId, Wire>()
  readonly #recorder: RecorderInlet
  readonly #reporting: NodeJS.Timeout

  constructor(settings: EngineSettings, surroundings: ThreadSurroundings) {
    this.#settings = settings
    this.#surroundings = surroundings
    this.#ports = surroundings.ports
    this.#prompts = new Map(settings.prompts)
    this.#recorder = new RecorderInlet((recording) =>
      this.#fault('recording-failed', 'the disk is too slow: silence in place of sound', {
        recording,
      }),
    )
    this.#engine = new Engine((output) => this.#take(output), {
      findPrompt: (id) => this.#prompts.get(id),
      silenceSeconds: settings.silenceSeconds,
    })
    this.#pacer = new Pacer(
      frameMs / slots,
      this.#ports.alarm,
      () => this.#run(),
      (ms) => this.#fault('media-stalled', `the media clock stood still for ${ms} ms`),
    )
    this.#reporting = setInterval(() => this.#sendReports(performance.now()), reportTurnMs)
  }

  obey(order: EngineOrder): void {
    switch (order.do) {
      case 'stock':
        void this.#fill(order.pairs)
        break
      case 'open':
        this.#open(order.leg, order.port)
        break
      case 'reopen':
        void this.#reopen(order.leg, order.port)
        break
      case 'apply':
        this.#engine.apply(order.leg, order.negotiated)
        this.#route(order.leg, order.rtcp)
        this.#secure(order.leg, order.srtp)
        break
      case 'measured':
        this.#engine.learn(order.leg, order.network)
        break
      case 'close':
        this.#close(order.leg)
        break
      case 'learn':
        this.#prompts.set(order.prompt, order.sound)
        break
      case 'forget':
        this.#prompts.delete(order.prompt)
        break
      case 'recordTo':
        this.#recorder.connect(order.line)
        break
      case 'stop':
        this.#stop()
        break
      default:
        this.#engine.perform(order)
    }
    this.#pace()
  }

  #take(output: EngineOutput): void {
    if (output.type !== 'recording.piece') {
      this.#surroundings.report(output)
      return
    }
    const { recording, samples, ended, speech } = output
    this.#recorder.put(recording, samples, ended, speech)
  }

  #pace(): void {
    if (this.#engine.idle) this.#pacer.stop()
    else this.#pacer.start()
  }

  #route(leg: LegId, rtcp: RtcpPath | undefined): void {
    const wire = this.#wires.get(leg)
    if (wire !== undefined) wire.rtcp = rtcp
  }

  #secure(leg: LegId, keys: SrtpKeys | undefined): void {
    const wire = this.#wires.get(leg)
    if (wire === undefined) return
    if (keys === undefined) wire.srtp = undefined
    else if (wire.srtp !== undefined) wire.srtp.apply(keys)
    else
      wire.srtp = new SrtpSession(keys, () =>
        this.#fault('foreign-rtp', 'SRTP that is not genuine, refused', { leg }),
      )
  }

  /** What came since, 2 ms of the engine's work, and what it sends. */
  #run(): void {
    this.#ports.receive()
    this.#engine.tick(performance.now())
    this.#ports.flush()
  }

  async #fill(wanted: number): Promise<void> {
    const pairs: { port: number; ssrc: number }[] = []
    let why: string | undefined
    while (pairs.length < wanted && why === undefined) {
      const opened = await this.#ports.open().catch(reasonOf)
      if (typeof opened === 'object') pairs.push(this.#keepInStock(opened))
      else why = opened ?? 'every port of the range is busy'
    }
    this.#surroundings.report({
      type: 'stocked',
      wanted,
      pairs,
      ...(why === undefined ? {} : { why }),
    })
  }

  async #reopen(leg: LegId, port: number): Promise<void> {
    const pair = await this.#ports.open(port).catch(() => undefined)
    const end = pair && this.#keepInStock(pair)
    if (end) this.#open(leg, end.port)
    this.#surroundings.report({ type: 'reopened', leg, ...(end && { end }) })
    this.#pace()
  }

  #keepInStock(pair: PortPair): { port: number; ssrc: number } {
    const { random } = this.#surroundings
    const start = { ssrc: random(2 ** 32), sequence: random(2 ** 16), timestamp: random(2 ** 32) }
    this.#stock.set(pair.port, { pair, start })
    return { port: pair.port, ssrc: start.ssrc }
  }

  #open(leg: LegId, port: number): void {
    const stocked = this.#stock.get(port)
    if (stocked === undefined || this.#wires.has(leg)) return
    const { pair, start } = stocked
    this.#stock.delete(port)
    const wire: Wire = { pair }
    this.#wires.set(leg, wire)
    this.#engine.open(leg, start, (packet, to) =>
      pair.sendRtp(wire.srtp?.protectRtp(packet) ?? packet, to),
    )
    const opened = this.#engine.leg(leg)
    if (opened !== undefined) pair.listen(this.#listenerOf(opened, wire))
  }

  #listenerOf(leg: Leg, wire: Wire): PortListener {
    const report = (bytes: Uint8Array, source: RtpAddress, at: number): void => {
      const plain = wire.srtp === undefined ? bytes : wire.srtp.unprotectRtcp(bytes)
      if (plain !== undefined) leg.receiveReport(plain, source, at, Date.now())
    }
    return {
      rtp: (packet, source, at) => {
        if (isRtcp(packet)) {
          report(packet, source, at)
          return
        }
        const plain = wire.srtp === undefined ? packet : wire.srtp.unprotectRtp(packet)
        if (plain !== undefined) leg.receive(plain, source, at)
      },
      rtcp: report,
      fault: (reason, detail) => this.#fault(reason, detail, { leg: leg.id }),
    }
  }

  #close(leg: LegId): void {
    this.#wires.get(leg)?.pair.close()
    this.#wires.delete(leg)
    this.#engine.close(leg)
  }

  #sendReports(at: number): void {
    for (const [id, { pair, rtcp, srtp }] of this.#wires) {
      const leg = this.#engine.leg(id)
      if (rtcp === undefined || leg === undefined) continue
      const name = `${leg.sender.stream.ssrc}@${this.#settings.host}`
      const report = leg.report(name, at, Date.now(), this.#surroundings.random(1000) / 1000)
      if (report === undefined) continue
      const bytes = srtp?.protectRtcp(report) ?? report
      if (rtcp.mux) pair.sendRtp(bytes, rtcp.to)
      else pair.sendRtcp(bytes, rtcp.to)
    }
  }

  #stop(): void {
    clearInterval(this.#reporting)
    this.#pacer.stop()
    this.#engine.stop()
    for (const leg of [...this.#wires.keys()]) this.#close(leg)
    this.#ports.close()
    this.#recorder.close()
    this.#surroundings.report({ type: 'stopped' })
  }

  #fault(
    reason: ReasonCode,
    detail: string,
    about: { leg?: LegId; recording?: RecordingId } = {},
  ): void {
    this.#surroundings.report({ type: 'media.faulted', reason, ...about, detail })
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

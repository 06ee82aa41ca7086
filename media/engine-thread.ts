import type { LegId, RecordingId } from '../core/names.ts'
import type { Slug } from '../core/slug.ts'
import { Engine, slots } from './engine/engine.ts'
import { isRtcp } from './engine/rtp.ts'
import { senderReport } from './engine/rtcp.ts'
import type { EngineOrder, EngineReport, EngineSettings, RtcpPath } from './orders.ts'
import { RecordingFile } from './recording-file.ts'
import { openRtpSocket, PortRange, type RtpSocket } from './rtp-socket.ts'
import { Wheel } from './wheel.ts'

const frameMs = 20
/** RFC 3550 section 6.2: at least 5 s apart for a small session. */
const reportMs = 5000

type Outside = {
  readonly random: (below: number) => number
  readonly report: (report: EngineReport) => void
}

/** A leg's way to the network; without a socket while the port is being opened. */
type Wire = { socket?: RtpSocket; rtcp?: RtcpPath | undefined }

/** Gives the engine its sockets, its clock and its disk. It runs in a thread that does nothing else. */
export class EngineThread {
  readonly #settings: EngineSettings
  readonly #outside: Outside
  readonly #engine: Engine
  readonly #ports: PortRange
  readonly #wheel: Wheel
  readonly #wires = new Map<LegId, Wire>()
  readonly #files = new Map<RecordingId, RecordingFile>()
  readonly #finishing = new Set<Promise<void>>()
  readonly #reporting: NodeJS.Timeout

  constructor(settings: EngineSettings, outside: Outside) {
    this.#settings = settings
    this.#outside = outside
    const { rtpPortMin, rtpPortMax } = settings
    this.#ports = new PortRange(rtpPortMin, rtpPortMax, outside.random(2 ** 32) / 2 ** 32)
    this.#engine = new Engine({
      findPrompt: (id) => settings.prompts.get(id),
      fact: outside.report,
      recorded: (recording, samples, ended) => this.#keep(recording, samples, ended),
    })
    this.#wheel = new Wheel(
      frameMs / slots,
      () => this.#engine.tick(performance.now()),
      (ms) => this.#fault('media-stalled', `the media clock stood still for ${ms} ms`),
    )
    this.#reporting = setInterval(() => this.#sendReports(), reportMs)
  }

  obey(order: EngineOrder): void {
    switch (order.do) {
      case 'open':
        void this.#open(order.leg)
        break
      case 'agree':
        this.#engine.agree(order.leg, order.terms)
        this.#route(order.leg, order.rtcp)
        break
      case 'close':
        this.#close(order.leg)
        break
      case 'stop':
        void this.#stop()
        break
      default:
        this.#engine.perform(order)
    }
    if (this.#engine.idle) this.#wheel.stop()
    else this.#wheel.start()
  }

  #route(leg: LegId, rtcp: RtcpPath | undefined): void {
    const wire = this.#wires.get(leg)
    if (wire !== undefined) wire.rtcp = rtcp
  }

  /** The leg exists at once, so that orders that follow find it; its port comes later. */
  async #open(leg: LegId): Promise<void> {
    const wire: Wire = {}
    this.#wires.set(leg, wire)
    const { random } = this.#outside
    const start = { ssrc: random(2 ** 32), sequence: random(2 ** 16), timestamp: random(2 ** 32) }
    this.#engine.open(leg, start, (packet, to) => wire.socket?.sendRtp(packet, to))
    const socket = await this.#bind(leg)
    if (socket === undefined || this.#wires.get(leg) !== wire) {
      socket?.close()
      if (this.#wires.get(leg) === wire) this.#close(leg)
      this.#outside.report({ type: 'refused', leg, why: 'no free port, or closed meanwhile' })
      return
    }
    wire.socket = socket
    this.#outside.report({ type: 'opened', leg, port: socket.port, ssrc: start.ssrc })
  }

  async #bind(leg: LegId): Promise<RtpSocket | undefined> {
    let isTold = false
    try {
      return await openRtpSocket(
        this.#settings.host,
        this.#ports,
        (packet, source) => {
          if (isRtcp(packet)) this.#engine.leg(leg)?.receiver.receiveReport(source)
          else this.#engine.receive(leg, packet, source, performance.now())
        },
        (_report, source) => this.#engine.leg(leg)?.receiver.receiveReport(source),
        (error) => {
          // A party out of reach fails packet by packet: once is enough.
          if (!isTold) this.#fault('path-lost', `RTP socket: ${error.message}`, { leg })
          isTold = true
        },
      )
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      this.#fault('no-free-port', detail, { leg })
      return undefined
    }
  }

  #close(leg: LegId): void {
    this.#wires.get(leg)?.socket?.close()
    this.#wires.delete(leg)
    this.#engine.close(leg)
  }

  #sendReports(): void {
    for (const [leg, { socket, rtcp }] of this.#wires) {
      const stream = this.#engine.leg(leg)?.sender.stream
      if (socket === undefined || rtcp === undefined || !stream?.packets) continue
      const report = senderReport(stream, `${stream.ssrc}@${this.#settings.host}`, Date.now())
      if (rtcp.mux) socket.sendRtp(report, rtcp.to)
      else socket.sendRtcp(report, rtcp.to)
    }
  }

  #keep(recording: RecordingId, samples: Int16Array, ended: boolean): void {
    let file = this.#files.get(recording)
    if (file === undefined) {
      file = new RecordingFile(this.#settings.dataDir, recording, Date.now(), (error) =>
        this.#fault('recording-failed', `${error.message}: ${String(error.cause)}`, { recording }),
      )
      this.#files.set(recording, file)
    }
    file.add(samples)
    if (ended) this.#finish(recording, file)
  }

  #finish(recording: RecordingId, file: RecordingFile): void {
    this.#files.delete(recording)
    const finishing = file.end().then((recorded) => {
      if (recorded !== undefined) this.#outside.report({ type: 'recording.ended', ...recorded })
      this.#finishing.delete(finishing)
    })
    this.#finishing.add(finishing)
  }

  async #stop(): Promise<void> {
    clearInterval(this.#reporting)
    this.#wheel.stop()
    this.#engine.stop()
    for (const leg of [...this.#wires.keys()]) this.#close(leg)
    await Promise.all(this.#finishing)
    this.#outside.report({ type: 'stopped' })
  }

  #fault(reason: Slug, detail: string, about: { leg?: LegId; recording?: RecordingId } = {}): void {
    this.#outside.report({ type: 'media.faulted', reason, ...about, detail })
  }
}

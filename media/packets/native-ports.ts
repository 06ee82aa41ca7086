import { getSystemErrorName } from 'node:util'
import type { RtpAddress } from '../engine/latch.ts'
import type { NativeUdp, UdpAddon } from './native-udp.ts'
import type {
  Alarm,
  PacketPorts,
  PacketPortsOptions,
  PortListener,
  PortPair,
} from './packet-ports.ts'
import { PortRange } from './port-range.ts'
import { isSame, PortReceiver } from './port-receiver.ts'

/** Words of 32 bits beside each packet: handle, length, and whether the source is a new one. */
const receivedWords = 3
/** Handle, length. */
const sentWords = 2
/** Arenas that one turn empties at most: the rest waits in the kernel, and there a flood is thrown away. */
const mostRounds = 8

/** Sockets of the C++ addon `udp.cc`: all that came is taken once a turn, all that goes is sent at its end. */
export class NativePorts implements PacketPorts {
  readonly kind = 'native'
  readonly alarm: Alarm
  readonly #host: string
  readonly #range: PortRange
  readonly #slots: number
  readonly #slotBytes: number
  readonly #udp: NativeUdp
  readonly #received: Int32Array
  readonly #sent: Int32Array
  readonly #sentBytes: Uint8Array
  /** One view for each slot, made anew only when the length differs. */
  readonly #views: Uint8Array[]
  readonly #sockets: (NativeSocket | undefined)[] = []
  #waiting = 0
  #wake: () => void = () => undefined

  constructor(addon: UdpAddon, { host, rtpPortMin, rtpPortMax, start }: PacketPortsOptions) {
    this.#host = host
    this.#range = new PortRange(rtpPortMin, rtpPortMax, start)
    this.#slots = addon.slots
    this.#slotBytes = addon.slotBytes
    const udp = new addon.UdpPorts(() => this.#wake())
    this.#udp = udp
    this.#received = new Int32Array(udp.receivedWords)
    this.#sent = new Int32Array(udp.sentWords)
    this.#sentBytes = new Uint8Array(udp.sent)
    this.#views = Array.from({ length: addon.slots }, (_, slot) => this.#createView(slot, 172))
    this.alarm = {
      set: (ms, wake) => {
        this.#wake = wake
        udp.setAlarm(ms)
      },
      clear: () => udp.clearAlarm(),
    }
  }

  open(port?: number): Promise<PortPair | undefined> {
    // Binding takes microseconds; it is asynchronous as the interface wants it.
    return Promise.resolve().then(() => this.#open(port === undefined ? this.#range : [port]))
  }

  receive(): void {
    for (let round = 0; round < mostRounds; round++) {
      const at = performance.now()
      const count = this.#udp.receive()
      for (let slot = 0; slot < count; slot++) this.#hand(slot, at)
      if (count < this.#slots) break
    }
  }

  flush(): void {
    const count = this.#waiting
    if (count === 0) return
    this.#waiting = 0
    if (this.#udp.flush(count) === 0) return
    for (let slot = 0; slot < count; slot++) this.#tellFailure(slot)
  }

  close(): void {
    this.flush()
    this.#udp.stop()
    this.#sockets.length = 0
  }

  #open(ports: Iterable<number>): PortPair | undefined {
    for (const port of ports) {
      const rtp = this.#bind(port, 'rtp')
      if (rtp === undefined) continue
      const rtcp = this.#bind(port + 1, 'rtcp')
      if (rtcp !== undefined) return this.#pair(port, rtp, rtcp)
      this.#free(rtp)
    }
    return undefined
  }

  /** Undefined when the port is taken. */
  #bind(port: number, kind: 'rtp' | 'rtcp'): NativeSocket | undefined {
    const handle = this.#udp.open(this.#host, port)
    if (handle < 0) {
      const code = getSystemErrorName(handle)
      if (code === 'EADDRINUSE') return undefined
      throw new Error(`bind ${code} ${this.#host}:${port}`)
    }
    const socket = { handle, receiver: new PortReceiver(kind) }
    this.#sockets[handle] = socket
    return socket
  }

  #pair(port: number, rtp: NativeSocket, rtcp: NativeSocket): PortPair {
    this.#range.take(port)
    return {
      port,
      listen: (listener: PortListener) => {
        for (const { handle, receiver } of [rtp, rtcp]) {
          this.#udp.clear(handle)
          receiver.listen(listener)
        }
      },
      sendRtp: (packet, to) => this.#send(rtp, packet, to),
      sendRtcp: (packet, to) => this.#send(rtcp, packet, to),
      close: () => {
        if (this.#sockets[rtp.handle] !== rtp) return
        this.#free(rtp)
        this.#free(rtcp)
        this.#range.giveBack(port)
      },
    }
  }

  #free(socket: NativeSocket): void {
    this.flush()
    this.#sockets[socket.handle] = undefined
    this.#udp.close(socket.handle)
  }

  #hand(slot: number, at: number): void {
    const words = slot * receivedWords
    const receiver = this.#sockets[this.#received[words] ?? 0]?.receiver
    if (receiver === undefined) return
    let source = receiver.source
    if (source === undefined || this.#received[words + 2] === 1) {
      source = { address: this.#udp.sourceAddress(slot), port: this.#udp.sourcePort(slot) }
      receiver.source = source
    }
    receiver.hear(this.#view(slot, this.#received[words + 1] ?? 0), source, at)
  }

  #view(slot: number, length: number): Uint8Array {
    let view = this.#views[slot]
    if (view?.length !== length) {
      view = this.#createView(slot, length)
      this.#views[slot] = view
    }
    return view
  }

  #createView(slot: number, length: number): Uint8Array {
    return new Uint8Array(this.#udp.received, slot * this.#slotBytes, length)
  }

  #send(socket: NativeSocket, packet: Uint8Array, to: RtpAddress): void {
    if (this.#sockets[socket.handle] !== socket || packet.length > this.#slotBytes) return
    if (to !== socket.receiver.target && !this.#aim(socket, to)) return
    const slot = this.#waiting++
    this.#sentBytes.set(packet, slot * this.#slotBytes)
    this.#sent[slot * sentWords] = socket.handle
    this.#sent[slot * sentWords + 1] = packet.length
    if (this.#waiting === this.#slots) this.flush()
  }

  /** What waits still goes to where it was meant to. */
  #aim({ handle, receiver }: NativeSocket, to: RtpAddress): boolean {
    const isKnown = isSame(to, receiver.target)
    if (!isKnown) {
      this.flush()
      if (this.#udp.aim(handle, to.address, to.port) === 0) {
        receiver.fail(`${to.address} is no address`)
        return false
      }
    }
    receiver.target = to
    return true
  }

  #tellFailure(slot: number): void {
    const errno = this.#sent[slot * sentWords + 1] ?? 0
    const handle = this.#sent[slot * sentWords] ?? 0
    if (errno !== 0) this.#sockets[handle]?.receiver.fail(`send ${getSystemErrorName(-errno)}`)
  }
}

type NativeSocket = { readonly handle: number; readonly receiver: PortReceiver }

import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { RtpAddress } from '../engine/latch.ts'
import type {
  Alarm,
  PacketPorts,
  PacketPortsOptions,
  PortListener,
  PortPair,
} from './packet-ports.ts'
import { PortRange } from './port-range.ts'
import { isSame, PortReceiver } from './port-receiver.ts'

/** Node's own sockets: packets come and go by themselves, one turn of the event loop or more for each. */
export class DgramPorts implements PacketPorts {
  readonly kind = 'dgram'
  readonly alarm: Alarm = new TimerAlarm()
  readonly #host: string
  readonly #range: PortRange
  readonly #open = new Set<DgramPair>()

  constructor({ host, rtpPortMin, rtpPortMax, start }: PacketPortsOptions) {
    this.#host = host
    this.#range = new PortRange(rtpPortMin, rtpPortMax, start)
  }

  async open(wanted?: number): Promise<PortPair | undefined> {
    for (const port of wanted === undefined ? this.#range : [wanted]) {
      const rtp = await DgramSocket.open(this.#host, port, new PortReceiver('rtp'))
      if (rtp === undefined) continue
      const rtcp = await DgramSocket.open(this.#host, port + 1, new PortReceiver('rtcp'))
      if (rtcp === undefined) rtp.close()
      else return this.#pair(port, rtp, rtcp)
    }
    return undefined
  }

  receive(): void {
    // Packets are handed over as they come.
  }

  flush(): void {
    // Packets leave as they are sent.
  }

  close(): void {
    for (const pair of this.#open) pair.close()
  }

  #pair(port: number, rtp: DgramSocket, rtcp: DgramSocket): PortPair {
    const pair: DgramPair = new DgramPair(port, rtp, rtcp, () => {
      this.#open.delete(pair)
      this.#range.giveBack(port)
    })
    this.#open.add(pair)
    this.#range.take(port)
    return pair
  }
}

class DgramPair implements PortPair {
  readonly port: number
  readonly #rtp: DgramSocket
  readonly #rtcp: DgramSocket
  readonly #onClosed: () => void
  #isOpen = true

  constructor(port: number, rtp: DgramSocket, rtcp: DgramSocket, onClosed: () => void) {
    this.port = port
    this.#rtp = rtp
    this.#rtcp = rtcp
    this.#onClosed = onClosed
  }

  listen(listener: PortListener): void {
    this.#rtp.receiver.listen(listener)
    this.#rtcp.receiver.listen(listener)
  }

  sendRtp(packet: Uint8Array, to: RtpAddress): void {
    if (this.#isOpen) this.#rtp.send(packet, to)
  }

  sendRtcp(packet: Uint8Array, to: RtpAddress): void {
    if (this.#isOpen) this.#rtcp.send(packet, to)
  }

  close(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#rtp.close()
    this.#rtcp.close()
    this.#onClosed()
  }
}

class DgramSocket {
  readonly receiver: PortReceiver
  readonly #socket: Socket

  private constructor(socket: Socket, receiver: PortReceiver) {
    this.#socket = socket
    this.receiver = receiver
    socket.on('error', (error) => receiver.fail(error.message))
    socket.on('message', (packet, source) => this.#hear(packet, source))
  }

  /** Undefined when the port is taken. */
  static async open(
    host: string,
    port: number,
    receiver: PortReceiver,
  ): Promise<DgramSocket | undefined> {
    const socket = await bind(host, port)
    return socket && new DgramSocket(socket, receiver)
  }

  send(packet: Uint8Array, to: RtpAddress): void {
    this.receiver.target = to
    // A socket that is busy sends later.
    this.#socket.send(Buffer.from(packet), to.port, to.address, (error) => {
      if (error !== null) this.receiver.fail(error.message)
    })
  }

  close(): void {
    this.#socket.close()
  }

  #hear(packet: Uint8Array, { address, port }: RtpAddress): void {
    const source = { address, port }
    if (!isSame(source, this.receiver.source)) this.receiver.source = source
    this.receiver.hear(packet, this.receiver.source ?? source, performance.now())
  }
}

function bind(host: string, port: number): Promise<Socket | undefined> {
  const family = isIPv6(host) ? 6 : 4
  // Addresses in SDP are literal: answering at once spares a turn of the event loop per packet.
  const socket = createSocket({
    type: `udp${family}`,
    ipv6Only: family === 6,
    lookup: (address, _options, answer) => answer(null, address, family),
  })
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      socket.close()
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    }
    socket.once('error', fail)
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.off('error', fail)
      resolve(socket)
    })
  })
}

/** Node's timers count whole ms. */
export class TimerAlarm implements Alarm {
  #timer: NodeJS.Timeout | undefined

  set(ms: number, wake: () => void): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(wake, Math.max(0, ms))
  }

  clear(): void {
    clearTimeout(this.#timer)
  }
}

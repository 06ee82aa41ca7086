import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { type Address } from './engine/latch.ts'

export type OnPacket = (packet: Uint8Array, source: Address) => void

/** Two neighbouring UDP ports of one leg: RTP on the even one, RTCP on the next, RFC 3550 section 11. */
export type RtpSocket = {
  readonly port: number
  sendRtp(packet: Uint8Array, to: Address): void
  sendRtcp(packet: Uint8Array, to: Address): void
  close(): void
}

/** Hands out even ports in turn, so that a port just freed rests: late packets of its last call die out there. */
export class PortRange {
  readonly #first: number
  readonly #pairs: number
  #next: number

  /** `start` in [0, 1) says where to begin. */
  constructor(min: number, max: number, start: number) {
    this.#first = min + (min % 2)
    this.#pairs = Math.max(0, Math.floor((max - this.#first + 1) / 2))
    this.#next = Math.floor(start * this.#pairs)
  }

  /** Every even port once, beginning behind the one handed out last. */
  *[Symbol.iterator](): Generator<number> {
    for (let tries = 0; tries < this.#pairs; tries++) {
      const port = this.#first + this.#next * 2
      this.#next = (this.#next + 1) % this.#pairs
      yield port
    }
  }
}

/** The first free pair of ports; undefined when all are busy. Other failures to bind reject. */
export async function openRtpSocket(
  host: string,
  ports: PortRange,
  onPacket: OnPacket,
  onReport: OnPacket,
  onError: (error: Error) => void,
): Promise<RtpSocket | undefined> {
  for (const port of ports) {
    const rtp = await bind(host, port, onPacket, onError)
    if (rtp === undefined) continue
    const rtcp = await bind(host, port + 1, onReport, onError)
    if (rtcp !== undefined) return pair(port, rtp, rtcp)
    rtp.close()
  }
  return undefined
}

function pair(port: number, rtp: Socket, rtcp: Socket): RtpSocket {
  return {
    port,
    sendRtp: (packet, to) => rtp.send(packet, to.port, to.address),
    sendRtcp: (packet, to) => rtcp.send(packet, to.port, to.address),
    close() {
      rtp.close()
      rtcp.close()
    },
  }
}

function bind(
  host: string,
  port: number,
  onPacket: OnPacket,
  onError: (error: Error) => void,
): Promise<Socket | undefined> {
  const family = isIPv6(host) ? 6 : 4
  // Addresses in SDP are literal: answering at once spares a turn of the event loop per packet.
  const socket = createSocket({
    type: `udp${family}`,
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
      socket.on('error', onError)
      socket.on('message', onPacket)
      resolve(socket)
    })
  })
}

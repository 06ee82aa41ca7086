import { createSocket, type Socket } from 'node:dgram'
import { lookup } from 'node:dns'
import { isIP } from 'node:net'
import type { Hop, Place, Receiver } from './hop.ts'

/** A burst of 800 calls/s with the process busy for 100 ms must fit. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024

export type UdpTransport = {
  readonly local: Place
  hopTo(host: string, port: number): Hop
  stop(): Promise<void>
}

/** Binds; rejects when the port is taken. Datagrams of white space are keep-alives and get no answer. */
export async function startUdp(place: Place, receive: Receiver): Promise<UdpTransport> {
  const socket = createSocket({
    type: isIP(place.address) === 6 ? 'udp6' : 'udp4',
    recvBufferSize: RECEIVE_BUFFER_BYTES,
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(place.port, place.address, resolve)
  })
  socket.removeAllListeners('error')
  // An ICMP error of an earlier datagram; the transaction's own timer notices.
  socket.on('error', () => undefined)
  const local = { address: place.address, port: socket.address().port }
  socket.on('message', (datagram, from) => {
    if (datagram.length > 4)
      receive(datagram.toString('latin1'), new UdpHop(socket, local, from.address, from.port))
  })
  return {
    local,
    hopTo: (host, port) => new UdpHop(socket, local, host, port),
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

class UdpHop implements Hop {
  readonly transport = 'udp'
  readonly isOpen = true
  readonly local: Place
  readonly port: number
  address: string
  readonly #socket: Socket

  constructor(socket: Socket, local: Place, address: string, port: number) {
    this.#socket = socket
    this.local = local
    this.address = address
    this.port = port
  }

  send(message: string, onFail?: () => void): void {
    if (isIP(this.address)) this.#write(message, onFail)
    else
      lookup(this.address, { family: isIP(this.local.address) }, (error, address) => {
        if (error) return onFail?.()
        this.address = address
        this.#write(message, onFail)
      })
  }

  onGone(): () => void {
    return () => undefined
  }

  #write(message: string, onFail?: () => void): void {
    const bytes = Buffer.from(message, 'latin1')
    this.#socket.send(bytes, this.port, this.address, (error) => {
      if (error) onFail?.()
    })
  }
}

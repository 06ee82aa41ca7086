import { createSocket } from 'node:dgram'
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
  let isOpen = true
  // A name that is still being looked up may be found after the stop, and Node throws on a closed socket.
  const write: Write = (message, to, onFail) => {
    if (isOpen)
      socket.send(Buffer.from(message, 'latin1'), to.port, to.address, (error) => {
        if (error) onFail?.()
      })
    else if (onFail) queueMicrotask(onFail)
  }
  const hopTo = (address: string, port: number) => new UdpHop(write, local, address, port)
  socket.on('message', (datagram, { address, port }) => {
    if (datagram.length > 4) receive(datagram.toString('latin1'), hopTo(address, port))
  })
  const stop = () => {
    isOpen = false
    return new Promise<void>((resolve) => socket.close(resolve))
  }
  return { local, hopTo, stop }
}

type Write = (message: string, to: Place, onFail?: () => void) => void

class UdpHop implements Hop {
  readonly transport = 'udp'
  readonly isOpen = true
  readonly local: Place
  readonly port: number
  address: string
  readonly #write: Write

  constructor(write: Write, local: Place, address: string, port: number) {
    this.#write = write
    this.local = local
    this.address = address
    this.port = port
  }

  send(message: string, onFail?: () => void): void {
    if (isIP(this.address)) this.#write(message, this, onFail)
    else
      lookup(this.address, { family: isIP(this.local.address) }, (error, address) => {
        if (error) return onFail?.()
        this.address = address
        this.#write(message, this, onFail)
      })
  }

  onGone(): () => void {
    return () => undefined
  }
}

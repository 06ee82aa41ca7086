import { createSocket } from 'node:dgram'
import { isIP } from 'node:net'
import type { Hop, HopCandidate, TransportAddress } from '../hop.ts'
import type { Ingress } from './ingress.ts'
import { Probe } from './probe.ts'

/** A burst of 800 calls/s with the process busy for 100 ms must fit. */
const receiveBufferBytes = 4 * 1024 * 1024

export type UdpTransport = {
  readonly local: TransportAddress
  /** To an address, not a name. */
  hopTo(address: string, port: number): UdpHop
  stop(): Promise<void>
}

/** Binds; rejects when the port is taken. Datagrams of white space are keep-alives and get no answer. */
export async function startUdp(place: TransportAddress, ingress: Ingress): Promise<UdpTransport> {
  const { guard, receive } = ingress
  const family = isIP(place.address)
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    recvBufferSize: receiveBufferBytes,
    // Only addresses are sent to: nothing is looked up for a datagram.
    lookup: (address, _options, found) => found(null, address, family),
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
  // Node throws on a closed socket.
  const write: Write = (message, to, onFail) => {
    if (!isOpen) {
      if (onFail) queueMicrotask(onFail)
      return
    }
    ingress.onSent(message, 'udp')
    const datagram = Buffer.from(message, 'latin1')
    socket.send(datagram, to.port, to.address, onFail && ((error) => error && onFail()))
  }
  const hopTo = (address: string, port: number) =>
    new UdpHop(write, ingress.ownEnd.toward(local, address), address, port)
  socket.on('message', (datagram, { address, port }) => {
    // Nothing so short says anything: a keep-alive, or our own probe.
    if (datagram.length <= 4) {
      if (address === local.address && port === local.port) probe.received(datagram)
    } else if (guard.acceptsMessage('udp', address))
      receive(datagram.toString('latin1'), hopTo(address, port))
  })
  const probe = new Probe(
    (mark) => socket.send(mark, local.port, local.address),
    (ms) => ingress.onDelay(local.address, ms),
  )
  const stop = () => {
    isOpen = false
    probe.stop()
    return new Promise<void>((resolve) => socket.close(resolve))
  }
  return { local, hopTo, stop }
}

type Write = (message: string, to: TransportAddress, onFail?: () => void) => void

class UdpHop implements Hop {
  readonly transport = 'udp'
  readonly isOpen = true
  readonly local: TransportAddress
  readonly address: string
  readonly port: number
  /** Set where a large request may go over TCP instead. */
  candidates?: (bytes: number) => readonly HopCandidate[] | undefined
  readonly #write: Write

  constructor(write: Write, local: TransportAddress, address: string, port: number) {
    this.#write = write
    this.local = local
    this.address = address
    this.port = port
  }

  send(message: string, onFail?: () => void): void {
    this.#write(message, this, onFail)
  }

  onGone(): () => void {
    return () => undefined
  }
}

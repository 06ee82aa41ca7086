import type { Hop, TransportAddress, Transport } from '../hop.ts'

/** Stands where a request goes nowhere: nothing can be sent to it. */
export class UnservedHop implements Hop {
  readonly transport: Transport
  readonly address: string
  readonly port: number
  readonly local: TransportAddress
  readonly isOpen = false

  constructor(transport: Transport, { address, port }: TransportAddress, local: TransportAddress) {
    this.transport = transport
    this.address = address
    this.port = port
    this.local = local
  }

  send(_message: string, onFail?: () => void): void {
    if (onFail) queueMicrotask(onFail)
  }

  onGone(): () => void {
    return () => undefined
  }
}

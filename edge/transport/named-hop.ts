import type { Hop, HopCandidate, Transport, TransportAddress } from '../hop.ts'

type Find = (bytes: number) => Promise<readonly HopCandidate[]>
type Guess = { readonly transport: Transport; readonly local: TransportAddress } & TransportAddress

/**
 * The way to a host name that is yet to be looked up. A request is led to the places behind it, one after the other;
 * transport and local end are guesses until then. What is sent without a transaction, an ACK, goes to the first place.
 */
export class NamedHop implements Hop {
  readonly transport: Transport
  readonly address: string
  readonly port: number
  readonly local: TransportAddress
  readonly isOpen = true
  readonly #find: Find
  readonly #atHop: (message: string, hop: Hop) => string

  /** `atHop` writes a message anew for the hop that it really leaves by. */
  constructor(guess: Guess, find: Find, atHop: (message: string, hop: Hop) => string) {
    this.transport = guess.transport
    this.address = guess.address
    this.port = guess.port
    this.local = guess.local
    this.#find = find
    this.#atHop = atHop
  }

  candidates(bytes: number): Promise<readonly HopCandidate[]> {
    return this.#find(bytes)
  }

  send(message: string, onFail?: () => void): void {
    void this.#find(0).then(([first]) => {
      const hop = first?.open()
      if (hop) hop.send(this.#atHop(message, hop), onFail)
      else onFail?.()
    })
  }

  onGone(): () => void {
    return () => undefined
  }
}

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

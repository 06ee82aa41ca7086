import { TimerWheel } from '../../edge/clock/timer-wheel.ts'
import type { Hop, Transport } from '../../edge/hop.ts'
import { parseMessage, type Request, type Response } from '../../edge/message/message.ts'
import { standardTimers, type Timing } from '../../edge/transaction/sip-timers.ts'

/** A hop that remembers when what was sent, and can be lost. */
export class ScriptedHop implements Hop {
  readonly transport: Transport
  readonly address = '192.0.2.2'
  readonly port = 5060
  readonly local = { address: '192.0.2.1', port: 5060 }
  readonly sent: { at: number; text: string }[] = []
  isOpen = true
  readonly #now: () => number
  readonly #listeners = new Set<() => void>()

  constructor(transport: Transport, now: () => number) {
    this.transport = transport
    this.#now = now
  }

  send(text: string): void {
    this.sent.push({ at: this.#now(), text })
  }

  onGone(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  lose(): void {
    this.isOpen = false
    for (const listener of this.#listeners) listener()
  }

  get listening(): number {
    return this.#listeners.size
  }

  /** When each of those texts was sent, in ms. */
  times(text: string): number[] {
    return this.sent.filter((one) => one.text === text).map(({ at }) => at)
  }
}

/** Time that stands still until it is told to pass. */
export function createStage() {
  let now = 0
  const wheel = new TimerWheel(() => now)
  const timing: Timing = { clock: wheel, timers: standardTimers }
  const pass = (ms: number) => {
    for (const end = now + ms; now < end; now += 10) wheel.advance()
    wheel.advance()
  }
  return { timing, pass, wheel, now: () => now }
}

const head = (start: string, cseq: string, branch: string, to: string): string =>
  `${start}\r\nVia: SIP/2.0/UDP 192.0.2.2;branch=${branch}\r\nFrom: <sip:a@b>;tag=1\r\n` +
  `To: ${to}\r\nCall-ID: c\r\nCSeq: ${cseq}\r\nContact: <sip:a@192.0.2.2>\r\nContent-Length: 0\r\n\r\n`

export function requestOf(method: string, branch = 'z9hG4bK1', to = '<sip:b@c>'): Request {
  const message = parseMessage(head(`${method} sip:b@c SIP/2.0`, `1 ${method}`, branch, to), 'x', 1)
  if (message.kind !== 'request') throw new Error('not a request')
  return message
}

export function responseOf(status: number, method: string, branch = 'z9hG4bK1'): Response {
  const text = head(`SIP/2.0 ${status} x`, `1 ${method}`, branch, '<sip:b@c>;tag=2')
  const message = parseMessage(text, 'x', 1)
  if (message.kind !== 'response') throw new Error('not a response')
  return message
}

import type { MonotonicClock, Timer } from '../clock/timer-wheel.ts'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import { type Header, headerOf, headersOf } from '../message/scan.ts'
import { parameterOf, parseUri, type SipUri, splitList, uriOf } from '../message/uri.ts'

type ConnectionBinding = { readonly aor: string; readonly hop: Hop; readonly expiry: Timer }

/**
 * Which connection leads to a registered contact, RFC 5626 in spirit: a browser can't be dialled, so requests to its
 * contact go back over the connection that registered it last. UDP phones are reached at their contact as it stands.
 */
export class Registrations {
  readonly #bindings = new Map<string, ConnectionBinding>()
  readonly #hops = new WeakSet<Hop>()
  readonly #clock: MonotonicClock

  constructor(clock: MonotonicClock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#bindings.size
  }

  /** After a 2xx to a REGISTER. `answer`: the headers of that 2xx, which may shorten the expiry. */
  remember(register: Request, answer: readonly Header[], hop: Hop): void {
    if (hop.transport === 'udp') return
    const aor = copied(uriOf(register.to))
    const byDefault =
      seconds(headerOf({ headers: answer }, 'expires')) ??
      seconds(headerOf(register, 'expires')) ??
      3600
    for (const contact of headersOf(register, 'contact').flatMap(splitList)) {
      if (contact === '*') this.#forgetAll(aor)
      else this.#bind(contact, aor, hop, seconds(parameterOf(contact, 'expires')) ?? byDefault)
    }
  }

  /** Whether somebody registered over that connection. */
  has(hop: Hop): boolean {
    return this.#hops.has(hop)
  }

  /** The newest connection of that contact, open or not; undefined when it was never registered here. */
  hopOf(uri: SipUri): Hop | undefined {
    return this.#bindings.get(keyOf(uri))?.hop
  }

  stop(): void {
    for (const key of [...this.#bindings.keys()]) this.#forget(key)
  }

  #bind(contact: string, aor: string, hop: Hop, expirySeconds: number): void {
    const uri = parseUri(uriOf(contact))
    if (!uri) return
    const key = keyOf(uri)
    this.#forget(key)
    if (expirySeconds === 0) return
    const expiry = this.#clock.after(expirySeconds * 1000, () => this.#forget(key))
    hop.keep?.(expirySeconds * 1000)
    this.#bindings.set(key, { aor, hop, expiry })
    this.#hops.add(hop)
  }

  #forgetAll(aor: string): void {
    for (const [key, binding] of [...this.#bindings]) if (binding.aor === aor) this.#forget(key)
  }

  #forget(key: string): void {
    this.#bindings.get(key)?.expiry.cancel()
    this.#bindings.delete(key)
  }
}

const keyOf = ({ user, host, port }: SipUri): string => `${user}@${host}:${port}`

/** A part of a message that outlives it: a slice would keep the whole text in memory, ten thousand times. */
const copied = (text: string): string => Buffer.from(text, 'latin1').toString('latin1')

function seconds(text: string | undefined): number | undefined {
  return text && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

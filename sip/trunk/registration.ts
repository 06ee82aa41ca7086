import type { TrunkState } from '../../core/trunk.ts'
import type { TrunkClock } from './clock.ts'
import type { Reply } from './reply.ts'

/*
 *            REGISTER              2xx                    at 75 to 90 % of the expiry
 *   trying ------------> (asks) --------> up -----------------------------------.
 *                          ^  |                                                 |
 *          after a while   |  | no answer, 408, 5xx: the next proxy             |
 *      '-------------------|  | 423: with the longer expiry                     |
 *                          |  v                                                 v
 *                        down, refused <---- of all proxies: back-off -------- asks
 */
export type RegistrationNews = {
  readonly state: Exclude<TrunkState, 'unwatched' | 'trying'>
  readonly proxy: string
  readonly detail?: string
}

export type RegisterReply = Reply & {
  /** Granted, of a 2xx. */
  readonly expiresSeconds?: number
}

type RegistrationOptions = {
  /** In the order in which they are to be tried now. */
  readonly proxies: () => readonly string[]
  readonly expiresSeconds: number
  /** Sends a REGISTER, answers challenges, and gives the final outcome; 0 s unregisters. Never rejects. */
  readonly send: (proxy: string, expiresSeconds: number) => Promise<RegisterReply>
  readonly tell: (news: RegistrationNews) => void
  readonly clock: TrunkClock
}

/** One account's registration, RFC 3261 section 10.2. */
export type TrunkRegistration = {
  /** Registers now, whatever was planned: a proxy went, or the edge is new. */
  readonly refresh: () => void
  /** Unregisters where it is registered; resolves when that is answered. */
  readonly stop: () => Promise<void>
}

const firstPauseSeconds = 5
const longestPauseSeconds = 300
/** A password does not become right by itself. */
const refusedPauseSeconds = 300

export function startRegistration(options: RegistrationOptions): TrunkRegistration {
  return new RegistrationLife(options)
}

class RegistrationLife implements TrunkRegistration {
  readonly #options: RegistrationOptions
  /** Asked for; longer than wished where the registrar insists, s. */
  #expires: number
  #registeredAt: string | undefined
  #failures = 0
  #cancel = (): void => undefined
  /** Outcomes of earlier rounds count no more. */
  #round = 0
  #isStopped = false

  constructor(options: RegistrationOptions) {
    this.#options = options
    this.#expires = options.expiresSeconds
    void this.#register()
  }

  refresh(): void {
    if (!this.#isStopped) void this.#register()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#round += 1
    this.#cancel()
    if (this.#registeredAt !== undefined) await this.#options.send(this.#registeredAt, 0)
  }

  async #register(): Promise<void> {
    this.#cancel()
    const round = ++this.#round
    const proxies = inOrder(this.#options.proxies(), this.#registeredAt)
    let last: { proxy: string; reply: RegisterReply } | undefined
    for (const proxy of proxies) {
      const reply = await this.#ask(proxy)
      if (round !== this.#round) {
        if (this.#isStopped && isTaken(reply)) void this.#options.send(proxy, 0)
        return
      }
      if (isTaken(reply)) {
        this.#succeed(proxy, reply.expiresSeconds ?? this.#expires)
        return
      }
      last = { proxy, reply }
      if (!isElsewhere(reply)) break
    }
    if (last) this.#fail(last.proxy, last.reply)
  }

  async #ask(proxy: string): Promise<RegisterReply> {
    const reply = await this.#options.send(proxy, this.#expires)
    const { minExpiresSeconds: least = 0 } = reply
    if (reply.status !== 423 || least <= this.#expires) return reply
    this.#expires = least
    return this.#options.send(proxy, least)
  }

  #succeed(proxy: string, granted: number): void {
    this.#failures = 0
    this.#registeredAt = proxy
    this.#options.tell({ state: 'up', proxy })
    this.#plan(Math.max(1, granted * (0.75 + 0.15 * this.#options.clock.random())))
  }

  #fail(proxy: string, { status, detail, retryAfterSeconds = 0 }: RegisterReply): void {
    this.#registeredAt = undefined
    const isRefused = refusals.includes(status)
    this.#options.tell({ state: isRefused ? 'refused' : 'down', proxy, detail })
    const growing = Math.min(firstPauseSeconds * 2 ** this.#failures, longestPauseSeconds)
    this.#failures += 1
    const pause = isRefused ? refusedPauseSeconds : growing
    // Half of it by chance, so that the trunks of a carrier that was away do not all come back at once.
    this.#plan(Math.max(retryAfterSeconds, pause * (0.5 + 0.5 * this.#options.clock.random())))
  }

  #plan(seconds: number): void {
    this.#cancel = this.#options.clock.after(seconds * 1000, () => void this.#register())
  }
}

const isTaken = ({ status }: RegisterReply): boolean => status >= 200 && status < 300

/** The account, not the proxy, is at fault. */
const refusals: readonly number[] = [401, 403, 404, 407]

/** Whether another proxy may do what this one does not. */
const isElsewhere = ({ status }: RegisterReply): boolean =>
  status === 0 || status === 408 || (status >= 500 && status < 600)

/** Where it is registered it stays, as long as that works. */
const inOrder = (proxies: readonly string[], first: string | undefined): readonly string[] =>
  first !== undefined && proxies.includes(first)
    ? [first, ...proxies.filter((proxy) => proxy !== first)]
    : proxies

import type { TrunkState } from '../../core/trunk.ts'
import type { Clock } from './clock.ts'
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

export type RegistrationOptions = {
  /** In the order in which they are to be tried now. */
  readonly proxies: () => readonly string[]
  readonly expiresSeconds: number
  /** Sends a REGISTER, answers challenges, and gives the final outcome; 0 s unregisters. Never rejects. */
  readonly send: (proxy: string, expiresSeconds: number) => Promise<RegisterReply>
  readonly tell: (news: RegistrationNews) => void
  readonly clock: Clock
}

/** One account's registration, RFC 3261 section 10.2. */
export type Registration = {
  /** Registers now, whatever was planned: a proxy went, or the edge is new. */
  readonly refresh: () => void
  /** Unregisters where it is registered; resolves when that is answered. */
  readonly stop: () => Promise<void>
}

const firstPauseSeconds = 5
const longestPauseSeconds = 300
/** A password does not become right by itself. */
const refusedPauseSeconds = 300

export function startRegistration(options: RegistrationOptions): Registration {
  const { clock, send, tell } = options
  let expires = options.expiresSeconds
  let registeredAt: string | undefined
  let failures = 0
  let cancel = (): void => undefined
  let round = 0
  let isStopped = false

  const plan = (seconds: number): void => {
    cancel()
    if (!isStopped) cancel = clock.after(seconds * 1000, () => void register())
  }

  const succeed = (proxy: string, granted: number): void => {
    failures = 0
    registeredAt = proxy
    tell({ state: 'up', proxy })
    plan(Math.max(1, granted * (0.75 + 0.15 * clock.random())))
  }

  const fail = (proxy: string, reply: RegisterReply): void => {
    registeredAt = undefined
    const isRefused = refusals.includes(reply.status)
    tell({ state: isRefused ? 'refused' : 'down', proxy, detail: reply.detail })
    const growing = Math.min(firstPauseSeconds * 2 ** failures, longestPauseSeconds)
    const pause = isRefused ? refusedPauseSeconds : growing
    failures += 1
    // Half of it by chance, so that the trunks of a carrier that was away do not all come back at once.
    plan(Math.max(reply.retryAfterSeconds ?? 0, pause * (0.5 + 0.5 * clock.random())))
  }

  const ask = async (proxy: string): Promise<RegisterReply> => {
    const reply = await send(proxy, expires)
    const { minExpiresSeconds: least = 0 } = reply
    if (reply.status !== 423 || least <= expires) return reply
    expires = least
    return send(proxy, expires)
  }

  const register = async (): Promise<void> => {
    cancel()
    const mine = ++round
    const proxies = inOrder(options.proxies(), registeredAt)
    let [last] = proxies
    let said: RegisterReply | undefined
    for (const proxy of proxies) {
      const reply = await ask(proxy)
      const isTaken = reply.status >= 200 && reply.status < 300
      // Stopped, or begun anew, meanwhile.
      if (mine !== round) {
        if (isStopped && isTaken) void send(proxy, 0)
        return
      }
      if (isTaken) {
        succeed(proxy, reply.expiresSeconds ?? expires)
        return
      }
      last = proxy
      said = reply
      if (!isElsewhere(reply)) break
    }
    fail(last ?? '', said ?? { status: 0, detail: 'no proxy is named', isHeard: false })
  }

  void register()
  return {
    refresh: () => void (isStopped || register()),
    async stop() {
      isStopped = true
      round += 1
      cancel()
      if (registeredAt !== undefined) await send(registeredAt, 0)
    },
  }
}

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

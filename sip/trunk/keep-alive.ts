import type { TrunkClock } from './clock.ts'
import type { Reply } from './reply.ts'

type KeepAliveOptions = {
  readonly proxies: readonly string[]
  readonly everySeconds: number
  /** Sends an OPTIONS and gives the outcome. Never rejects. */
  readonly send: (proxy: string) => Promise<Reply>
  /** A proxy was heard, or was not; each time. */
  readonly onHeard: (proxy: string, reply: Reply) => void
  readonly clock: TrunkClock
}

/** Asks each proxy by OPTIONS whether it is there. */
export type KeepAlive = {
  /** Undefined before the first outcome. */
  readonly isAlive: (proxy: string) => boolean | undefined
  readonly refresh: () => void
  readonly stop: () => void
}

export function startKeepAlive(options: KeepAliveOptions): KeepAlive {
  const { clock, proxies, everySeconds } = options
  const alive = new Map<string, boolean>()
  const cancels = new Map<string, () => void>()
  let round = 0

  const ask = async (proxy: string, mine: number): Promise<void> => {
    const reply = await options.send(proxy)
    if (mine !== round) return
    alive.set(proxy, isThere(reply))
    options.onHeard(proxy, reply)
    // A tenth by chance: the proxies of a carrier are not asked in step.
    const ms = everySeconds * 1000 * (0.95 + 0.1 * clock.random())
    cancels.set(
      proxy,
      clock.after(ms, () => void ask(proxy, mine)),
    )
  }
  const stop = (): void => {
    round += 1
    for (const cancel of cancels.values()) cancel()
    cancels.clear()
  }
  const refresh = (): void => {
    stop()
    for (const proxy of proxies) void ask(proxy, round)
  }

  refresh()
  return { isAlive: (proxy) => alive.get(proxy), refresh, stop }
}

/** Any word of its own is a sign of life, but for "not now", RFC 3261 section 21.5.4. */
export const isThere = ({ isHeard, status }: Reply): boolean => isHeard && status !== 503

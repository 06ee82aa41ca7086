import { type Network, readNetwork } from '../../core/network.ts'
import type { Trunk, TrunkState } from '../../core/trunk.ts'
import { createDigestClient, type DigestClient } from '../access/digest-client.ts'
import type { SignallingFact } from '../signalling.ts'
import type { Srf } from '../srf.ts'
import { createCallLimits, type CallLimits } from './call-limits.ts'
import type { TrunkClock } from './clock.ts'
import { isThere, type KeepAlive, startKeepAlive } from './keep-alive.ts'
import { sendOptions, type ProxyRequester, createRegisterSender } from './proxy-requests.ts'
import { addressIn, type ProxyUri, readProxyUri } from './proxy-uri.ts'
import { type TrunkRegistration, type RegistrationNews, startRegistration } from './registration.ts'

export type TrunkConnectionOptions = {
  readonly srf: Pick<Srf, 'request'>
  readonly clock: TrunkClock
  readonly unseal: (sealed: string) => string
  /** All addresses of a host name; none where it has none. */
  readonly lookUp: (host: string) => Promise<readonly string[]>
  /** Responses come from the proxies themselves, not through one of ours. */
  readonly hearsDirectly: boolean
  readonly onFact: (fact: SignallingFact) => void
  readonly log: (fields: object, message: string) => void
}

type TrunkStatus = { readonly state: TrunkState; readonly proxy?: string; readonly detail?: string }

/** How often the names of proxies are looked up again, ms. */
const lookUpMs = 300_000

/** One trunk at work: who its calls are known by, whether it stands, and how many calls it has. */
export class TrunkConnection {
  #trunk: Trunk
  readonly #options: TrunkConnectionOptions
  readonly #proxies: readonly ProxyUri[]
  readonly addresses = new Set<string>()
  networks: readonly Network[] = []
  readonly limits: CallLimits
  /** Answers challenges of its network; none without an account, or where its password cannot be read. */
  readonly digest: DigestClient | undefined
  #registration: TrunkRegistration | undefined
  #keepAlive: KeepAlive | undefined
  #cancelLookUp = (): void => undefined
  #registered: RegistrationNews | undefined
  /** What the proxy said that was not there when it was asked last. */
  #silence: string | undefined
  #told = ''
  #isStarted = false
  #isStopped = false

  constructor(trunk: Trunk, options: TrunkConnectionOptions, limits?: CallLimits) {
    this.#trunk = trunk
    this.#options = options
    this.#proxies = trunk.proxies.flatMap((text) => readProxyUri(text) ?? [])
    this.limits = limits ?? createCallLimits(trunk.limits, options.clock.now)
    this.digest = this.#openAccount()
    this.update(trunk)
  }

  get trunk(): Trunk {
    return this.#trunk
  }

  /** The user of the Contact that is registered. */
  get user(): string | undefined {
    return this.#trunk.account?.user
  }

  /** The realm and domain of its account; the first proxy's where it names none. */
  get domain(): string | undefined {
    return this.#trunk.account?.domain ?? this.#proxies[0]?.place
  }

  /** What may change while the registration goes on. */
  update(trunk: Trunk): void {
    this.#trunk = trunk
    this.networks = trunk.sources.flatMap((source) => readNetwork(source) ?? [])
    this.limits.limit(trunk.limits)
    this.addresses.clear()
    if (this.#isStarted) this.#lookUp()
  }

  start(): void {
    if (this.#isStopped || !this.#trunk.enabled) return
    const { account, keepAliveSeconds } = this.#trunk
    this.#isStarted = true
    this.#lookUp()
    if (account?.registers && this.digest) this.#register(this.digest)
    if (keepAliveSeconds > 0 && this.#proxies.length > 0) this.#keepAlive = this.#watch()
  }

  /** The edge is new: nobody knows our address there. */
  refresh(): void {
    this.#registration?.refresh()
    this.#keepAlive?.refresh()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancelLookUp()
    this.#keepAlive?.stop()
    await this.#registration?.stop()
  }

  /** Whether a call can be tried. */
  get isUsable(): boolean {
    const { state } = this.#status()
    return this.#trunk.enabled && state !== 'down' && state !== 'refused'
  }

  /** In the order in which they are to be tried: where we are registered, those that answer, the others. */
  proxies(): readonly ProxyUri[] {
    const rank = ({ text }: ProxyUri): number => {
      if (this.#keepAlive?.isAlive(text) === false) return 2
      return this.#registered?.state === 'up' && this.#registered.proxy === text ? 0 : 1
    }
    return [...this.#proxies].sort((one, other) => rank(one) - rank(other))
  }

  /** Says how it stands, if that is news, or if it must be said `anew`. */
  report(anew = false): void {
    if (this.#isStopped) return
    const { state, proxy, detail } = this.#status()
    const fact: SignallingFact = {
      type: 'trunk.changed',
      trunk: this.#trunk.id,
      state,
      ...(proxy && { proxy }),
      ...(detail && { detail }),
    }
    const text = JSON.stringify(fact)
    if (text === this.#told && !anew) return
    this.#told = text
    const { log, onFact } = this.#options
    log({ trunk: fact.trunk, state, ...(detail && { detail }) }, 'trunk')
    onFact(fact)
  }

  #status(): TrunkStatus {
    const { enabled, account, keepAliveSeconds } = this.#trunk
    if (!enabled) return { state: 'unwatched', detail: 'disabled' }
    if (this.#proxies.length === 0)
      return { state: 'unwatched', ...(account?.registers && { detail: 'no proxy' }) }
    if (account && !this.digest) return { state: 'refused', detail: 'unreadable password' }
    if (account?.registers) return this.#registeredStatus()
    return keepAliveSeconds > 0 ? this.#watchedStatus() : { state: 'unwatched' }
  }

  #registeredStatus(): TrunkStatus {
    const news = this.#registered
    if (!news) return { state: 'trying' }
    const isGone = news.state === 'up' && this.#keepAlive?.isAlive(news.proxy) === false
    return isGone ? { state: 'down', proxy: news.proxy, ...this.#why() } : news
  }

  #watchedStatus(): TrunkStatus {
    const alive = this.#proxies.map(({ text }) => this.#keepAlive?.isAlive(text))
    const first = this.#proxies[alive.indexOf(true)] ?? this.#proxies[0]
    const proxy = first && { proxy: first.text }
    if (alive.includes(true)) return { state: 'up', ...proxy }
    return alive.includes(undefined)
      ? { state: 'trying' }
      : { state: 'down', ...proxy, ...this.#why() }
  }

  #why(): { detail?: string } {
    return this.#silence ? { detail: this.#silence } : {}
  }

  #openAccount(): DigestClient | undefined {
    const { account, id } = this.#trunk
    if (!account) return undefined
    const { user, domain: realm } = account
    try {
      const password = this.#options.unseal(account.password)
      return createDigestClient({ user, password, ...(realm && { realm }) })
    } catch {
      // What was wrong with it would say more about it than a log may know.
      this.#options.log({ trunk: id, reason: 'not-authorized' }, 'its password cannot be read')
      return undefined
    }
  }

  #asker(): ProxyRequester {
    const { srf, clock, hearsDirectly } = this.#options
    const onHeard = (address: string): void => {
      if (hearsDirectly) this.#learn([address])
    }
    return { srf, clock, onHeard }
  }

  #register(digest: DigestClient): void {
    const { account } = this.#trunk
    const { domain } = this
    if (!account || domain === undefined) return
    const send = createRegisterSender({ user: account.user, domain }, digest, this.#asker())
    this.#registration = startRegistration({
      proxies: () => this.proxies().map(({ text }) => text),
      expiresSeconds: account.expiresSeconds,
      send: (text, expiresSeconds) => send(this.#proxyOf(text), expiresSeconds),
      tell: (news) => {
        this.#registered = news
        this.report()
      },
      clock: this.#options.clock,
    })
  }

  #watch(): KeepAlive {
    const asker = this.#asker()
    return startKeepAlive({
      proxies: this.#proxies.map(({ text }) => text),
      everySeconds: this.#trunk.keepAliveSeconds,
      send: (text) => sendOptions(this.#proxyOf(text), asker),
      onHeard: (proxy, reply) => {
        const wasUsable = this.isUsable
        this.#silence = isThere(reply) ? this.#silence : reply.detail
        this.report()
        const isOurs = this.#registered?.proxy === proxy
        // The next proxy may take us.
        if (isOurs && !isThere(reply) && wasUsable !== this.isUsable) this.#registration?.refresh()
      },
      clock: this.#options.clock,
    })
  }

  #proxyOf(text: string): ProxyUri {
    const proxy = this.#proxies.find((proxy) => proxy.text === text)
    if (!proxy) throw new Error(`no proxy ${text}`)
    return proxy
  }

  /** Calls of a carrier where we register come from its proxies, unless it names its networks. */
  #learn(addresses: readonly string[]): void {
    if (!this.#trunk.account?.registers || this.#trunk.sources.length > 0) return
    for (const address of addresses) this.addresses.add(address)
  }

  #lookUp(): void {
    const { lookUp, clock } = this.#options
    this.#cancelLookUp()
    for (const { host } of this.#proxies) {
      const address = addressIn(host)
      if (address) this.#learn([address])
      else
        void lookUp(host).then((addresses) => {
          this.#learn(addresses)
        })
    }
    this.#cancelLookUp = clock.after(lookUpMs, () => this.#lookUp())
  }
}

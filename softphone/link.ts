import { Registerer, RegistererState, type UserAgent } from 'sip.js'

/**
 *            connect                  open                 register ok
 *   (start) ---------> connecting ---------> connected --------------> connected, registered
 *                        ^   | refused          | socket gone             | socket gone, refresh refused
 *                        |   v                  v                         v
 *                        +-- lost, waits with back-off <------------------+   (a refused refresh only registers anew)
 */
export type LinkState = {
  readonly link: 'connecting' | 'connected' | 'lost'
  readonly registered: boolean
  /** The edge refused the account. */
  readonly refused: boolean
}

export type LinkOptions = {
  readonly register: boolean
  readonly onChange: (state: LinkState) => void
}

const expirySeconds = 120
/** Percent of the expiry after which the registration is refreshed; leaves time for retries. */
const refreshFrequency = 50
const [firstWaitMs, longestWaitMs] = [500, 10_000]
/** Nobody waits for ever for an edge that does not answer. */
const farewellMs = 1500

/** Keeps the user agent's socket open and its registration fresh; sip.js does neither after a failure. */
export class Link {
  readonly #agent: UserAgent
  readonly #options: LinkOptions
  readonly #registerer: Registerer
  #state: LinkState = { link: 'connecting', registered: false, refused: false }
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #isStopped = false

  constructor(agent: UserAgent, options: LinkOptions) {
    this.#agent = agent
    this.#options = options
    this.#registerer = new Registerer(agent, { expires: expirySeconds, refreshFrequency })
    this.#registerer.stateChange.addListener((state) => this.#hearRegisterer(state))
    agent.delegate = {
      ...agent.delegate,
      onConnect: () => this.#hearConnect(),
      onDisconnect: () => this.#hearDisconnect(),
    }
  }

  start(): void {
    addEventListener('online', this.#hurry)
    this.#agent.start().catch(() => this.#hearDisconnect())
  }

  /** Gives the registration back and closes the socket. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    removeEventListener('online', this.#hurry)
    const limit = new Promise((resolve) => setTimeout(resolve, farewellMs))
    await Promise.race([this.#farewell(), limit])
  }

  async #farewell(): Promise<void> {
    if (this.#state.registered) await this.#registerer.unregister().catch(() => undefined)
    await this.#agent.stop()
  }

  readonly #hurry = () => {
    if (this.#state.link === 'lost') this.#reconnect()
  }

  #set(change: Partial<LinkState>): void {
    this.#state = { ...this.#state, ...change }
    if (!this.#isStopped) this.#options.onChange(this.#state)
  }

  #hearConnect(): void {
    this.#failures = 0
    this.#set({ link: 'connected' })
    if (this.#options.register) this.#register()
  }

  #hearDisconnect(): void {
    if (this.#isStopped) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#set({ link: 'lost', registered: false })
    this.#retry(() => this.#reconnect())
  }

  #reconnect(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#set({ link: 'connecting' })
    this.#agent.reconnect().catch(() => this.#hearDisconnect())
  }

  #register(): void {
    if (this.#isStopped || this.#state.link !== 'connected') return
    const requestDelegate = {
      onAccept: () => this.#hearAccepted(),
      onReject: ({ message }: { message: { statusCode?: number } }) =>
        this.#hearRejected(message.statusCode),
    }
    // Rejects while an earlier REGISTER still waits for its response.
    this.#registerer.register({ requestDelegate }).catch(() => this.#retry(() => this.#register()))
  }

  #hearAccepted(): void {
    this.#failures = 0
    this.#set({ registered: true, refused: false })
  }

  #hearRejected(status: number | undefined): void {
    this.#set({ registered: false, refused: status === 401 || status === 403 || status === 407 })
    this.#retry(() => this.#register())
  }

  /** The registerer refreshes by itself, and gives up for ever after one failure. */
  #hearRegisterer(state: RegistererState): void {
    if (state === RegistererState.Registered) this.#hearAccepted()
    if (state === RegistererState.Unregistered) this.#hearRejected(undefined)
  }

  /** Half of the wait is random, so that a thousand phones do not come back at one moment. */
  #retry(what: () => void): void {
    if (this.#isStopped || this.#timer !== undefined) return
    const wait = Math.min(firstWaitMs * 2 ** this.#failures++, longestWaitMs)
    const spread = wait * (0.5 + Math.random() / 2)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      what()
    }, spread)
  }
}

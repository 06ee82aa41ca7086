import type { UserAgent } from 'sip.js'
import { SoftphoneRegistration } from './registration.ts'

/**
 *   start --> connecting --open--> connected --REGISTER, 200--> registered --+
 *               ^   |                 |  ^                        |   ^      | every 25 s
 *        wait   |   | refused         |  +---- refused: wait -----+   +------+
 *               |   v                 v                           |
 *               +- lost <------ socket gone, or no answer <-------+
 */
export type LinkState = {
  readonly link: 'connecting' | 'connected' | 'lost'
  readonly registered: boolean
  /** The edge refused the account. */
  readonly refused: boolean
}

type LinkOptions = {
  readonly register: boolean
  readonly onChange: (state: LinkState) => void
}

const expirySeconds = 60
const refreshMs = 25_000
/** A socket on which nothing comes back in this time only looks open. */
const answerLimitMs = 8000
const [firstWaitMs, longestWaitMs] = [500, 10_000]
/** A wrong password will not become right; repeating it fast only locks the account. */
const refusedWaitMs = 60_000
/** Nobody waits for ever for an edge that does not answer. */
const unregisterMs = 1500

/** Keeps the user agent's socket open and its registration fresh; sip.js does neither after a failure. */
export class SignallingLink {
  readonly #agent: UserAgent
  readonly #options: LinkOptions
  readonly #registration: SoftphoneRegistration
  #state: LinkState = { link: 'connecting', registered: false, refused: false }
  #failures = 0
  /** Counts sockets: what an earlier one still brings is not for us. */
  #socket = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #isStopped = false

  constructor(agent: UserAgent, options: LinkOptions) {
    this.#agent = agent
    this.#options = options
    this.#registration = new SoftphoneRegistration(agent)
    agent.delegate = {
      ...agent.delegate,
      onConnect: () => this.#hearConnect(),
      onDisconnect: () => this.#hearLoss(),
    }
  }

  start(): void {
    addEventListener('online', this.#hurry)
    this.#agent.start().catch(() => this.#hearLoss())
  }

  /** Gives the registration back and closes the socket. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    removeEventListener('online', this.#hurry)
    if (this.#state.registered) await this.#registration.send(0, unregisterMs)
    const limit = new Promise((resolve) => setTimeout(resolve, unregisterMs))
    await Promise.race([this.#agent.stop(), limit])
  }

  readonly #hurry = () => {
    if (this.#state.link === 'lost') this.#reconnect()
  }

  #set(change: Partial<LinkState>): void {
    this.#state = { ...this.#state, ...change }
    if (!this.#isStopped) this.#options.onChange(this.#state)
  }

  #hearConnect(): void {
    this.#socket++
    this.#failures = 0
    this.#set({ link: 'connected' })
    if (this.#options.register) void this.#register()
  }

  #hearLoss(): void {
    this.#socket++
    this.#set({ link: 'lost', registered: false })
    this.#after(this.#backOff(), () => this.#reconnect())
  }

  #reconnect(): void {
    clearTimeout(this.#timer)
    this.#set({ link: 'connecting' })
    this.#agent.reconnect().catch(() => this.#hearLoss())
  }

  async #register(): Promise<void> {
    const socket = this.#socket
    const status = await this.#registration.send(expirySeconds, answerLimitMs)
    if (socket !== this.#socket || this.#isStopped) return
    // This tells `onDisconnect` at once; the closing itself may take its time.
    if (status === 408) void this.#agent.transport.disconnect()
    else if (status < 300) this.#hearAccepted()
    else this.#hearRejected(status)
  }

  #hearAccepted(): void {
    this.#failures = 0
    this.#set({ registered: true, refused: false })
    this.#after(refreshMs, () => void this.#register())
  }

  #hearRejected(status: number): void {
    const refused = status === 401 || status === 403 || status === 407
    this.#set({ registered: false, refused })
    this.#after(refused ? refusedWaitMs : this.#backOff(), () => void this.#register())
  }

  /** Half of the wait is random, so that a thousand phones do not come back at one moment. */
  #backOff(): number {
    const wait = Math.min(firstWaitMs * 2 ** this.#failures++, longestWaitMs)
    return wait * (0.5 + Math.random() / 2)
  }

  #after(ms: number, what: () => void): void {
    clearTimeout(this.#timer)
    if (!this.#isStopped) this.#timer = setTimeout(what, ms)
  }
}

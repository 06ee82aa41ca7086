import type { Ask } from '../core/event.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import { CentreClock, type Latency } from './clock.ts'
import { blankPage, type PageState, updatePage, welcomePage } from './page-state.ts'
import { type ClientFrame, protocolVersion, type ServerFrame, type Topic } from './protocol.ts'

export type { PageState } from './page-state.ts'

/** What this needs of a WebSocket: the browser's own, or that of the package `ws`. */
export type Socket = {
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  send(text: string): void
  close(): void
}

type CtiClientOptions = {
  /** `ws://host:8080/cti`. */
  readonly url: string
  readonly token: string
  readonly topic: Topic
  /** The browser's WebSocket when absent. */
  readonly open?: (url: string) => Socket
}

type AskAnswer = {
  readonly ok: boolean
  readonly reason?: ReasonCode | 'not-connected' | 'timed-out'
}

export type CtiClient = {
  /** The same object until something changes. */
  getState(): PageState
  /** Called after each change; returns how to stop that. */
  onChange(listener: () => void): () => void
  /** Never rejects. `timed-out`: it is not known whether it was done. */
  ask(ask: Ask): Promise<AskAnswer>
  latency(): Latency
  close(): void
}

const backOffMs = { first: 100, last: 2000 }
const pingMs = 5000
/** Without any frame for this long the link is dead. */
const silenceMs = 15_000
const askMs = 5000

/** Holds the link to `/cti`, comes back by itself, and keeps the page's state. */
export function createCtiClient(options: CtiClientOptions): CtiClient {
  const client = new Client(options)
  client.connect()
  return {
    getState: () => client.page,
    onChange: (listener) => client.onChange(listener),
    ask: (ask) => client.ask(ask),
    latency: () => client.clock.latency(),
    close: () => client.close(),
  }
}

class Client {
  page: PageState = blankPage
  readonly clock = new CentreClock()
  readonly #options: CtiClientOptions
  readonly #listeners = new Set<() => void>()
  readonly #asked = new Map<string, (answer: AskAnswer) => void>()
  #socket: Socket | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #heartbeat: ReturnType<typeof setInterval> | undefined
  #backOffMs = backOffMs.first
  #lastFrameAt = 0
  #nextId = 1

  constructor(options: CtiClientOptions) {
    this.#options = options
  }

  connect(): void {
    const { url, token, topic, open = openInBrowser } = this.#options
    const socket = open(url)
    this.#socket = socket
    this.#lastFrameAt = Date.now()
    socket.onopen = () => this.#send({ type: 'hello', version: protocolVersion, token, topic })
    socket.onmessage = ({ data }: { readonly data: unknown }) => this.#receive(String(data))
    socket.onclose = () => this.#lose(socket)
    // A close follows each error.
    socket.onerror = () => undefined
    this.#heartbeat ??= setInterval(() => this.#beat(), pingMs)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  ask(ask: Ask): Promise<AskAnswer> {
    if (this.page.state !== 'live') return Promise.resolve({ ok: false, reason: 'not-connected' })
    const id = String(this.#nextId++)
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ ok: false, reason: 'timed-out' }), askMs)
      const settle = (answer: AskAnswer) => {
        clearTimeout(timer)
        this.#asked.delete(id)
        resolve(answer)
      }
      this.#asked.set(id, settle)
      this.#send({ type: 'ask', id, ask })
    })
  }

  close(): void {
    clearInterval(this.#heartbeat)
    clearTimeout(this.#retry)
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
    this.#forgetAsked()
  }

  #receive(text: string): void {
    const arrived = Date.now()
    this.#lastFrameAt = arrived
    // The centre's own writing, in the version that the welcome named.
    const frame = JSON.parse(text) as ServerFrame
    if (frame.type === 'welcome') this.#welcome(frame, arrived)
    else if (frame.type === 'update') {
      this.clock.event(frame.at, arrived)
      this.#show(updatePage(this.page, frame))
    } else if (frame.type === 'pong') this.clock.roundTrip(Number(frame.id), frame.now, arrived)
    else this.#answer(frame)
  }

  #welcome(frame: Extract<ServerFrame, { type: 'welcome' }>, arrived: number): void {
    this.#backOffMs = backOffMs.first
    this.clock.welcome(frame.now, arrived)
    this.#show(welcomePage(frame, this.clock.offset))
    this.#ping()
  }

  /** An answer without an id refuses this page for good; on a page that is live, `bad-frame` is about one frame only. */
  #answer({ id, ok, reason }: Extract<ServerFrame, { type: 'answer' }>): void {
    if (id !== undefined) this.#asked.get(id)?.({ ok, ...(reason && { reason }) })
    else if (reason && (this.page.state !== 'live' || reason !== 'bad-frame')) {
      this.close()
      this.#show({ ...this.page, state: 'lost', refused: reason })
    }
  }

  #lose(socket: Socket): void {
    if (socket !== this.#socket) return
    this.#socket = undefined
    this.#forgetAsked()
    if (this.page.state === 'live') this.#show({ ...this.page, state: 'lost' })
    this.#retry = setTimeout(() => this.connect(), this.#backOffMs * (0.8 + 0.4 * Math.random()))
    this.#backOffMs = Math.min(this.#backOffMs * 2, backOffMs.last)
  }

  #beat(): void {
    const socket = this.#socket
    if (!socket) return
    if (Date.now() - this.#lastFrameAt <= silenceMs) {
      if (this.page.state === 'live') this.#ping()
      return
    }
    // A dead link may take minutes to say so.
    this.#lose(socket)
    socket.close()
  }

  /** The id of a ping is the moment of its sending. */
  #ping(): void {
    this.#send({ type: 'ping', id: String(Date.now()) })
  }

  #send(frame: ClientFrame): void {
    this.#socket?.send(JSON.stringify(frame))
  }

  #show(page: PageState): void {
    this.page = page
    for (const listener of this.#listeners) listener()
  }

  #forgetAsked(): void {
    for (const settle of [...this.#asked.values()]) settle({ ok: false, reason: 'timed-out' })
  }
}

function openInBrowser(url: string): Socket {
  // Node 20 has no WebSocket of its own, so its types have none.
  const { WebSocket } = globalThis as unknown as { WebSocket: new (url: string) => Socket }
  return new WebSocket(url)
}

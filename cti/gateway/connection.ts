import type { WebSocket } from 'ws'
import type { Ask } from '../../core/event.ts'
import type { AgentId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import { type ClientFrame, clientFrame, protocolVersion, type ServerFrame } from '../protocol.ts'
import { createViewer, type PageUser, type Viewer, welcomeFrame } from '../publish.ts'
import { authorize } from './authorize.ts'
import type { CentrePort } from './centre-port.ts'

type CtiConnectionOptions = {
  readonly centre: Pick<CentrePort, 'ask' | 'board'>
  readonly whoIs: (token: string) => PageUser | undefined
  readonly log: (fields: object, message: string) => void
  /** A person's desk page is linked; for others `onClose` alone is called. */
  readonly onDesk: (agent: AgentId) => void
  readonly onClose: (agent: AgentId | undefined) => void
}

type HelloFrame = Extract<ClientFrame, { type: 'hello' }>
type AskFrame = Extract<ClientFrame, { type: 'ask' }>

const helloMs = 10_000
/** Without a pong for this long the page is gone, ms. */
const silenceMs = 15_000
const mostBufferedBytes = 4 << 20
const badFramesPerMinute = 20
const asksPerMinute = 600
/** RFC 6455 section 7.4.1: policy violation; try again later. */
const [policyViolation, tryAgainLater] = [1008, 1013]

/** One page: from its hello on it is shown the board, and may ask. */
export class CtiConnection {
  readonly #socket: WebSocket
  readonly #options: CtiConnectionOptions
  readonly #badFrames = new Rate(badFramesPerMinute)
  readonly #asks = new Rate(asksPerMinute)
  readonly #helloDue: NodeJS.Timeout
  #viewer: Viewer | undefined
  #token = ''
  #heardAt = Date.now()

  constructor(socket: WebSocket, options: CtiConnectionOptions) {
    this.#socket = socket
    this.#options = options
    this.#helloDue = setTimeout(() => this.close(policyViolation, 'no hello'), helloMs)
    socket.on('message', (data: Buffer, isBinary) => this.#receive(isBinary ? '' : data.toString()))
    socket.on('pong', () => (this.#heardAt = Date.now()))
    socket.on('error', (error) => options.log({ err: error }, 'a page broke its link'))
    socket.on('close', () => this.#end())
  }

  publish(textFor: (viewer: Viewer) => string | undefined): void {
    const text = this.#viewer && textFor(this.#viewer)
    if (text !== undefined) this.#sendText(text)
  }

  /** Also ends a page whose session has ended. */
  beat(): void {
    if (Date.now() - this.#heardAt > silenceMs) this.#socket.terminate()
    else if (this.#viewer && !this.#options.whoIs(this.#token)) this.refuse('bad-credentials')
    else this.#socket.ping()
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  /** Tells why, and ends the link for good: the page does not try again. */
  refuse(reason: ReasonCode): void {
    this.#send({ type: 'answer', ok: false, reason })
    this.close(policyViolation, reason)
  }

  #receive(text: string): void {
    this.#heardAt = Date.now()
    const frame = parseFrame(text)
    if (frame) this.#take(frame)
    else this.#complain('not a frame of this protocol')
  }

  #take(frame: ClientFrame): void {
    if (!this.#viewer)
      if (frame.type === 'hello') this.#greet(frame)
      else this.#complain('the first frame is hello')
    else if (frame.type === 'hello') this.#complain('hello was said before')
    else if (frame.type === 'ping') this.#send({ type: 'pong', id: frame.id, now: Date.now() })
    else void this.#ask(frame, this.#viewer)
  }

  #greet(hello: HelloFrame): void {
    const viewer = this.#admit(hello)
    if (typeof viewer === 'string') {
      this.refuse(viewer)
      return
    }
    const { who, topic } = viewer
    clearTimeout(this.#helloDue)
    this.#viewer = viewer
    this.#token = hello.token
    this.#send(welcomeFrame(this.#options.centre.board(), viewer, Date.now()))
    if (topic === 'desk' && who.kind === 'person') this.#options.onDesk(who.id)
  }

  #admit({ version, token, topic }: HelloFrame): Viewer | ReasonCode {
    if (version !== protocolVersion) return 'bad-frame'
    const who = this.#options.whoIs(token)
    return who ? (createViewer(who, topic) ?? 'not-authorized') : 'bad-credentials'
  }

  async #ask({ id, ask }: AskFrame, viewer: Viewer): Promise<void> {
    const asker = authorize(viewer, ask)
    if (!asker) this.#answer(id, 'not-authorized')
    else if (this.#asks.isExceeded()) this.#answer(id, 'overloaded')
    else this.#answer(id, await this.#refusalOf(asker, ask))
  }

  /** Gives the reason of a refusal. */
  async #refusalOf(agent: AgentId, ask: Ask): Promise<ReasonCode | undefined> {
    try {
      return await this.#options.centre.ask(agent, ask)
    } catch {
      // The centre has noted the bug.
      return 'internal-error'
    }
  }

  #answer(id: string, reason?: ReasonCode): void {
    this.#send({ type: 'answer', id, ok: reason === undefined, ...(reason && { reason }) })
  }

  #complain(message: string): void {
    this.#send({ type: 'answer', ok: false, reason: 'bad-frame', message })
    if (this.#badFrames.isExceeded()) this.close(policyViolation, 'too many bad frames')
  }

  #send(frame: ServerFrame): void {
    this.#sendText(JSON.stringify(frame))
  }

  /** A page that does not read is let go rather than remembered for: it comes back and is shown everything. */
  #sendText(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#socket.send(text)
    if (this.#socket.bufferedAmount <= mostBufferedBytes) return
    this.#options.log({ buffered: this.#socket.bufferedAmount }, 'a page reads too slowly')
    this.close(tryAgainLater, 'too slow')
    this.#socket.terminate()
  }

  #end(): void {
    clearTimeout(this.#helloDue)
    const { who, topic } = this.#viewer ?? {}
    this.#viewer = undefined
    this.#options.onClose(topic === 'desk' && who?.kind === 'person' ? who.id : undefined)
  }
}

/** So many a minute, counted from the first. */
class Rate {
  readonly #most: number
  #since = 0
  #count = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Counts one more. */
  isExceeded(): boolean {
    const now = Date.now()
    if (now - this.#since >= 60_000) [this.#since, this.#count] = [now, 0]
    return ++this.#count > this.#most
  }
}

function parseFrame(text: string): ClientFrame | undefined {
  try {
    return clientFrame.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

import { timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import { type AppFrame, createFrameReader, reply, withLength } from './app-frame.ts'
import type { App, AppOptions, Resumable } from './apps.ts'
import { DrachtioApplication } from './drachtio-application.ts'
import type { EdgeContext } from './edge-context.ts'
import { takeProxy } from './proxy-verb.ts'
import { releaseApp } from './release-app.ts'
import { ResumableApp } from './resumable-app.ts'
import { takeSip } from './sip-verb.ts'

/** drachtio-srf starts its pings from v0.8.2 on; this is the server whose protocol is spoken. */
const version = 'v0.9.10-callwright'

/** drachtio-server never answers a frame beyond its ring buffer: worth knowing before moving there. */
const drachtioServerBytes = 12_000

/** Serves one application until its connection closes. */
export function serveApp(edge: EdgeContext, socket: Socket, options: AppOptions): void {
  const connection = new AppConnection(edge, socket, options)
  const take = createFrameReader((frame) => connection.take(frame))
  socket.setNoDelay(true)
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  socket.on('close', () => connection.end())
  socket.on('data', (chunk) => {
    if (!take(String(chunk))) socket.destroy()
  })
}

class AppConnection extends DrachtioApplication {
  /** Whom the SIP side knows: this connection, or the application that outlives it. */
  #app: App = this
  readonly #edge: EdgeContext
  readonly #socket: Socket
  readonly #options: AppOptions
  #isTrusted = false
  #outbox = ''

  constructor(edge: EdgeContext, socket: Socket, options: AppOptions) {
    super()
    this.#edge = edge
    this.#socket = socket
    this.#options = options
  }

  /** Frames of one turn of the event loop leave together: a system call costs more than making the frame. */
  send(payload: string): void {
    if (!this.#outbox) setImmediate(() => this.#flush())
    this.#outbox += withLength(payload)
  }

  #flush(): void {
    if (this.#outbox && !this.#socket.destroyed) this.#socket.write(this.#outbox, 'latin1')
    this.#outbox = ''
  }

  /** One frame; the first must be `authenticate`. */
  take(frame: AppFrame): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return
    if (frame.verb === 'authenticate') this.#authenticate(frame)
    else if (this.#isTrusted) this.#obey(frame)
    else this.#close(frame, 'not authenticated')
  }

  #authenticate(frame: AppFrame): void {
    if (isSameSecret(frame.tokens[0] ?? '', this.#options.secret)) this.#trust(frame)
    else this.#close(frame, 'incorrect secret')
  }

  #trust(frame: AppFrame): void {
    const { hostports, localHostports, onTrusted } = this.#options
    const tags = (frame.tokens[1] ?? '').split(',').filter(Boolean)
    const resumable = this.#isTrusted || onTrusted ? undefined : this.#resumableApp(tags)
    this.#app = resumable ?? this.#app
    for (const tag of tags) (resumable ?? this).tags.add(tag)
    if (!onTrusted) this.#edge.apps.add(this.#app)
    this.send(reply(frame, 'OK', hostports, version, localHostports))
    if (!this.#isTrusted) onTrusted?.(this)
    this.#isTrusted = true
    resumable?.attach(this)
  }

  /** The one that the tag `keep:<name>` names, known before or not. */
  #resumableApp(tags: readonly string[]): Resumable | undefined {
    const name = tags.find((tag) => tag.startsWith('keep:'))
    if (name === undefined) return undefined
    const { resumable } = this.#edge.apps
    const app = resumable.get(name) ?? new ResumableApp(this.#edge)
    resumable.set(name, app)
    return app
  }

  drop(): void {
    this.#socket.destroy()
  }

  /** Nothing more comes from it. */
  end(): void {
    const graceMs = this.#edge.apps.isClosing ? 0 : this.#options.graceMs
    if (this.#app instanceof ResumableApp) this.#app.leave(this, graceMs)
    else releaseApp(this.#edge, this)
  }

  #obey(frame: AppFrame): void {
    const method = frame.tokens[0]?.toLowerCase() ?? ''
    switch (frame.verb) {
      case 'ping':
        this.send(reply(frame, 'OK', 'pong'))
        break
      case 'route':
        this.#app.routes.add(method)
        this.send(reply(frame, 'OK'))
        break
      case 'remove_route':
        this.#app.routes.delete(method)
        this.send(reply(frame, 'OK'))
        break
      case 'sip':
        this.#takeSip(frame)
        break
      case 'proxy':
        this.#guarded(frame, () => {
          const refusal = takeProxy(this.#edge, this.#app, frame)
          if (refusal) this.send(reply(frame, 'NOK', refusal))
        })
        break
      default:
        this.#close(frame, 'Unknown message type')
    }
  }

  #takeSip(frame: AppFrame): void {
    if (frame.message.length > drachtioServerBytes)
      this.#edge.log({ bytes: frame.message.length }, 'this message would wedge drachtio-server')
    this.#guarded(frame, () => {
      const fault = takeSip(this.#edge, this.#app, frame)
      if (fault) this.#close(frame, fault)
    })
  }

  /** A bug of ours must not leave the application without an answer. */
  #guarded(frame: AppFrame, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#edge.onBug(error)
      this.send(reply(frame, 'NOK', 'Server error: internal error'))
    }
  }

  #close(frame: AppFrame, reason: string): void {
    this.#edge.log({ reason }, 'an application was refused')
    this.send(reply(frame, 'NO', reason))
    this.#flush()
    this.#socket.end()
  }
}

/** Without telling by time where they differ. */
function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

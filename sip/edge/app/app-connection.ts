import type { Socket } from 'node:net'
import { isSameSecret } from '../../access/credential.ts'
import type { App } from './app.ts'
import { createFrameReader, reply, withLength, type AppFrame } from './app-frame.ts'
import { takeSip } from './app-sip.ts'
import { releaseApp } from './app-gone.ts'
import { takeProxy } from '../proxy/proxy.ts'
import type { Switchboard } from '../switchboard.ts'

export type AppOptions = {
  readonly secret: string
  /** What `authenticate` is answered with: `tcp/127.0.0.1:5060,udp/...`. */
  readonly hostports: string
  /** The same with the addresses that are really bound. */
  readonly localHostports: string
  /** We have connected to it: it gets requests by this, none by its turn. */
  readonly onTrusted?: (app: App) => void
}

/** drachtio-srf starts its pings from v0.8.2 on; this is the server whose protocol is spoken. */
const VERSION = 'v0.9.10-callwright'

/** drachtio-server never answers a frame beyond its ring buffer: worth knowing before moving there. */
const DRACHTIO_SERVER_BYTES = 12_000

/** Serves one application until its connection closes. */
export function serveApp(board: Switchboard, socket: Socket, options: AppOptions): void {
  const connection = new AppConnection(board, socket, options)
  const take = createFrameReader((frame) => connection.take(frame))
  socket.setNoDelay(true)
  socket.setEncoding('latin1')
  socket.on('error', () => socket.destroy())
  socket.on('close', () => releaseApp(board, connection))
  socket.on('data', (chunk) => {
    if (!take(String(chunk))) socket.destroy()
  })
}

class AppConnection implements App {
  readonly routes = new Set<string>()
  readonly tags = new Set<string>()
  readonly #board: Switchboard
  readonly #socket: Socket
  readonly #options: AppOptions
  #isTrusted = false
  #outbox = ''

  constructor(board: Switchboard, socket: Socket, options: AppOptions) {
    this.#board = board
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
    for (const tag of (frame.tokens[1] ?? '').split(',')) if (tag) this.tags.add(tag)
    if (!this.#isTrusted && !onTrusted) this.#board.apps.add(this)
    this.send(reply(frame, 'OK', hostports, VERSION, localHostports))
    if (!this.#isTrusted) onTrusted?.(this)
    this.#isTrusted = true
  }

  #obey(frame: AppFrame): void {
    const method = frame.tokens[0]?.toLowerCase() ?? ''
    switch (frame.verb) {
      case 'ping':
        this.send(reply(frame, 'OK', 'pong'))
        break
      case 'route':
        this.routes.add(method)
        this.send(reply(frame, 'OK'))
        break
      case 'remove_route':
        this.routes.delete(method)
        this.send(reply(frame, 'OK'))
        break
      case 'sip':
        this.#takeSip(frame)
        break
      case 'proxy':
        this.#guarded(frame, () => {
          const refusal = takeProxy(this.#board, this, frame)
          if (refusal) this.send(reply(frame, 'NOK', refusal))
        })
        break
      default:
        this.#close(frame, 'Unknown message type')
    }
  }

  #takeSip(frame: AppFrame): void {
    if (frame.message.length > DRACHTIO_SERVER_BYTES)
      this.#board.log({ bytes: frame.message.length }, 'this message would wedge drachtio-server')
    this.#guarded(frame, () => {
      const fault = takeSip(this.#board, this, frame)
      if (fault) this.#close(frame, fault)
    })
  }

  /** A bug of ours must not leave the application without an answer. */
  #guarded(frame: AppFrame, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#board.onBug(error)
      this.send(reply(frame, 'NOK', 'Server error: internal error'))
    }
  }

  #close(frame: AppFrame, reason: string): void {
    this.#board.log({ reason }, 'an application was refused')
    this.send(reply(frame, 'NO', reason))
    this.#flush()
    this.#socket.end()
  }
}

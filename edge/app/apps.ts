import type { Socket } from 'node:net'
import type { Application } from '../dialog/application.ts'
import type { RequestHandler } from './request-handler.ts'

/** An application as this layer sees it: a connection, or what outlives it. */
export type App = Application & {
  /** Sends one frame; the edge adds its length. */
  send(payload: string): void
  /** Lower-case methods that the application asked for. */
  readonly routes: Set<string>
  /** Words by which a request handler chooses it. */
  readonly tags: Set<string>
}

export type AppOptions = {
  readonly secret: string
  /** What `authenticate` is answered with: `tcp/127.0.0.1:5060,udp/...`. */
  readonly hostports: string
  /** The same with the addresses that are really bound. */
  readonly localHostports: string
  /** We have connected to it: it gets requests by this, none by its turn. */
  readonly onTrusted?: (app: App) => void
  /** How long the calls of an application with the tag `keep:<name>` stay for its next process, ms; 0: not at all. */
  readonly graceMs: number
}

/** How new requests find an application that does not connect by itself. */
export type OutboundMode = {
  readonly handlers: readonly RequestHandler[]
  /** The terms on which such an application is connected. */
  readonly app: AppOptions
  /** Connections that we made, while they are open. */
  readonly sockets: Set<Socket>
}

/** What carries frames to an application: its connection. */
export type AppLink = {
  send(payload: string): void
  /** Another one has taken its place. */
  drop(): void
}

/** An application that may outlive its connection. */
export type Resumable = App & {
  attach(link: AppLink): void
  leave(link: AppLink, graceMs: number): void
  giveUp(): void
}

/** The applications that have authenticated, and whose turn it is. */
export class Apps {
  readonly #apps: App[] = []
  /** Those that may outlive their connections, by name. */
  readonly resumable = new Map<string, Resumable>()
  /** The edge stops: nobody is waited for. */
  isClosing = false
  readonly #turns = new Map<string, number>()
  #takesCalls = true

  get size(): number {
    return this.#apps.length
  }

  add(app: App): void {
    if (!this.#apps.includes(app)) this.#apps.push(app)
  }

  remove(app: App): void {
    const at = this.#apps.indexOf(app)
    if (at !== -1) this.#apps.splice(at, 1)
    for (const [name, resumable] of this.resumable)
      if (resumable === app) this.resumable.delete(name)
  }

  /** From now on nobody is given a new INVITE. */
  drain(): void {
    this.#takesCalls = false
  }

  /** Round robin over those that bear the tag. */
  withTag(tag: string): App | undefined {
    return this.#next(`tag ${tag}`, (app) => app.tags.has(tag))
  }

  /** Round robin over those that asked for the method. */
  pick(method: string): App | undefined {
    if (method === 'INVITE' && !this.#takesCalls) return undefined
    const verb = method.toLowerCase()
    return this.#next(verb, (app) => app.routes.has(verb))
  }

  #next(turns: string, isWilling: (app: App) => boolean): App | undefined {
    const willing = this.#apps.filter(isWilling)
    const turn = this.#turns.get(turns) ?? 0
    if (willing.length > 0) this.#turns.set(turns, turn + 1)
    return willing[turn % willing.length]
  }
}

import type { ResumableApp } from './resumable-app.ts'

/** One application, as the SIP side sees it: a connection, or what outlives it. */
export type App = {
  /** Sends one frame; the edge adds its length. */
  send(payload: string): void
  /** Lower-case methods that the application asked for. */
  readonly routes: Set<string>
  /** Words by which a request handler chooses it. */
  readonly tags: ReadonlySet<string>
}

/** The applications that have authenticated, and whose turn it is. */
export class Apps {
  readonly #apps: App[] = []
  /** Those that may outlive their connections, by name. */
  readonly resumable = new Map<string, ResumableApp>()
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
    for (const [name, kept] of this.resumable) if (kept === app) this.resumable.delete(name)
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

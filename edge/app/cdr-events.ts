import type { CallEndReason, CallRecords, CallRole, CallSource } from '../dialog/application.ts'
import { makeToken } from '../message/token.ts'
import { timeOfDay } from './app-frame.ts'
import type { Apps } from './apps.ts'

/**
 * The protocol's CDR events: each attempt, start and end of a call is told to one of the applications that routed
 * `cdr:attempt`, `cdr:start` or `cdr:stop`, with the message that made it so. Costs nothing where nobody did.
 */
export class CdrEvents implements CallRecords {
  readonly #apps: Apps

  constructor(apps: Apps) {
    this.#apps = apps
  }

  attempt(source: CallSource, invite: string): void {
    this.#tell('cdr:attempt', [source, timeOfDay()], invite)
  }

  start(source: CallSource, role: CallRole, answer: string): void {
    this.#tell('cdr:start', [source, timeOfDay(), role], answer)
  }

  stop(source: CallSource, reason: CallEndReason, message: string): void {
    this.#tell('cdr:stop', [source, timeOfDay(), reason], message)
  }

  #tell(event: string, tokens: readonly string[], message: string): void {
    const app = this.#apps.pick(event)
    app?.send(`${makeToken(26)}|${event}|${tokens.join('|')}\r\n${message}`)
  }
}

import type { Response } from '../message/message.ts'
import { type RetransmitTimers, stopTimers } from './sip-timers.ts'

/** What the user of a client transaction hears. Exactly one final `response` or one failure, then repeats of a 2xx. */
export type ClientUser = {
  onResponse(response: Response): void
  /** 408: nobody answered. 503: the neighbour could not be reached. */
  onFailure(status: 408 | 503): void
  onEnd(): void
  /** The user wants nothing more than an end: no further place is tried. */
  isOver?(): boolean
}

/** For requests of the edge's own, whose outcome changes nothing. */
export const ignoreOutcome: ClientUser = {
  onResponse: () => undefined,
  onFailure: () => undefined,
  onEnd: () => undefined,
}

/** Either kind of client transaction, as far as its end goes. */
type EndableTransaction = RetransmitTimers & {
  state: string
  readonly user: ClientUser
  readonly stopListening: () => void
}

/** No final response will come. */
export function failClient(transaction: EndableTransaction, status: 408 | 503): void {
  endClient(transaction)
  transaction.user.onFailure(status)
}

export function endClient(transaction: EndableTransaction): void {
  stopTimers(transaction)
  transaction.stopListening()
  transaction.state = 'terminated'
  transaction.user.onEnd()
}

import type { Logger } from 'pino'
import type { Event, Input, VoiceFact } from '../../core/event.ts'
import type { ContactId, VoiceId } from '../../core/names.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { Board, Changed } from '../../cti/board/board.ts'
import type { Journal } from '../journal/journal.ts'
import type { NumberedEffect } from '../link/frames.ts'
import type { Turn } from './world/world.ts'

/** What subscribers hear after each turn, once it is in the journal. */
export type Listener = (events: readonly Event[], changed: Changed) => void

/** The one owner of contacts, queues and agents, as the other rooms of the server see it. */
export type Centre = {
  /** The input's turn, once it is in the journal. An ask is refused when the turn holds `ask.refused`. Rejects for a bug. */
  put(input: Input): Promise<Turn>
  subscribe(listener: Listener): () => void
  /** Changes in place, between two calls of a listener. */
  board(): Board
  /** The configuration in force; its id is empty before the first. */
  tenant(): Tenant
  /** The contact's whole story so far, in order; empty for a contact that never was. */
  readEvents(contact: ContactId): Promise<Event[]>
  readJournal(afterSeq: number): AsyncIterable<Event>
  /** Whether a call could be taken now. */
  isReady(): { readonly ok: true } | { readonly ok: false; readonly reason: string }
  counts(): Readonly<Counts>
  /** Takes nothing more, and keeps a snapshot. */
  stop(): Promise<void>
}

export type Counts = {
  turns: number
  /** Inputs that reducers, and news that subscribers, failed on. */
  bugs: number
  /** In the last recovery. */
  divergences: number
}

/** The link to voice: what `startCentreEnd` gives. */
export type Link = {
  send(effect: NumberedEffect): void
  ackFacts(upTo: { readonly id: VoiceId; readonly n: number }): void
  /** Effects that voice has not acknowledged. */
  unacked(): readonly NumberedEffect[]
  isJoined(): boolean
  stop(): void
}

/** Where the link takes up, and whom it calls. */
type LinkStart = {
  readonly journal: string
  readonly voice?: VoiceId
  readonly lastFact: number
  readonly unacked: readonly NumberedEffect[]
  /** Another life of voice. Gives the number of the last effect that was decided for the former. */
  readonly onJoin: (voice: VoiceId) => number
  readonly onFact: (fact: {
    readonly id: VoiceId
    readonly n: number
    readonly at: number
    readonly fact: VoiceFact
  }) => void
}

export type CentreOptions = {
  readonly journal: Journal
  readonly link: (start: LinkStart) => Link
  readonly log: Logger
  /** The journal can no longer be written: the process must end and come back. */
  readonly onFatal: (error: unknown) => void
}

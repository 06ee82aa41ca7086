import type { Event, Input } from '../../core/event.ts'
import type { ContactId } from '../../core/names.ts'
import type { Board } from '../../cti/board/board.ts'
import type { Config } from '../config/config.ts'
import type { OtherProcesses } from '../ipc/figures.ts'
import type { Store } from '../store/store.ts'
import { starting } from './http-refusal.ts'
import type { Reconfigure } from './reconfigure.ts'
import type { Tokens } from './token.ts'

/** What the routes need of the centre. */
export type CentreFace = {
  /** Settled once the fact and what follows from it are in the journal. */
  put(fact: Input): Promise<unknown>
  /** Hears events once they are in the journal. */
  subscribe(listener: (events: readonly Event[]) => void): () => void
  board(): Board
  readEvents(contact: ContactId): Promise<readonly Event[]>
  counts(): { readonly turns: number; readonly bugs: number }
  /** Whether a call could be taken now. */
  isReady(): { readonly ok: true } | { readonly ok: false; readonly reason: string }
}

/** What every route gets. */
export type RouteContext = {
  readonly config: Config
  readonly centre: CentreFace
  readonly others: OtherProcesses
  readonly tokens: Tokens
  /** The store, once it is open; throws the refusal `starting` before. */
  readonly store: () => Store
  readonly reconfigure: Reconfigure
}

/** After a restart the store opens later than the doors. */
export function whenOpen(store: Promise<Store>): () => Store {
  let open: Store | undefined
  store.then(
    (opened) => (open = opened),
    // Whoever started the store hears of its failure; here it only stays away.
    () => undefined,
  )
  return () => {
    if (!open) throw starting()
    return open
  }
}

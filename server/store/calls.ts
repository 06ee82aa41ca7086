import { readAudit, writeAudit } from './audit.ts'
import { findContact, listContacts } from './contacts.ts'
import type { Database } from './database.ts'
import { allPeople, authenticate, findPerson, patchPerson } from './people.ts'
import { projectEvents, readCursor } from './record-projection.ts'
import { findRecording } from './recordings.ts'
import { claimExpired, endHold, noteDeleted, setHold } from './retention.ts'
import {
  installTenant,
  readTenant,
  saveFlow,
  saveHotline,
  saveQueue,
  saveRouting,
  saveSkills,
  saveTrunking,
} from './tenant.ts'

/** What can be asked of the database, by name; arguments and results are plain data, for they change threads. */
const calls = {
  tenant: readTenant,
  install: installTenant,
  saveTrunking,
  saveQueue,
  saveFlow,
  saveHotline,
  saveRouting,
  saveSkills,
  authenticate,
  person: findPerson,
  people: allPeople,
  patchPerson,
  contacts: listContacts,
  contact: findContact,
  recording: findRecording,
  setHold,
  endHold,
  claimExpired,
  noteDeleted,
  writeAudit,
  readAudit,
  readCursor,
  projectEvents,
}

type WithoutDatabase<Call> = Call extends (database: Database, ...args: infer Args) => infer Result
  ? (...args: Args) => Result
  : never

/** The calls as they look without the database, from the other thread. */
export type Calls = { readonly [Name in keyof typeof calls]: WithoutDatabase<(typeof calls)[Name]> }
export type CallName = keyof Calls

/** Main thread to database thread; `n` comes back with the answer. */
export type CallFrame = {
  readonly n: number
  readonly name: CallName | 'close'
  readonly args: readonly unknown[]
}
export type AnswerFrame =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly error: unknown }
  | { readonly type: 'answer'; readonly n: number; readonly result: unknown }
  /** `away`: the database cannot be reached now; the call itself may be right. */
  | {
      readonly type: 'refusal'
      readonly n: number
      readonly error: unknown
      readonly away: boolean
    }

/** Performs one call. The frame was built from `Calls` on the other side, so its arguments fit. */
export function perform(database: Database, { name, args }: CallFrame): Promise<unknown> {
  const call = calls[name as CallName] as (
    database: Database,
    ...args: unknown[]
  ) => Promise<unknown>
  return call(database, ...args)
}

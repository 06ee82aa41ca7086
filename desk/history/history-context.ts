import { createContext, use } from 'react'
import type { ContactRecord } from '../../cti/api.ts'
import type { AgentView, TenantView } from '../../cti/protocol.ts'

/** The centre's records. Each call throws `RestRefusal`. */
export type Records = {
  readonly ofCaller: (number: string) => Promise<readonly ContactRecord[]>
  readonly ofAgent: (agent: string) => Promise<readonly ContactRecord[]>
  /** Of everybody, the newest. */
  readonly latest: () => Promise<readonly ContactRecord[]>
  readonly recordingUrl: (contact: string, recording: string) => string
  readonly setHold: (contact: string, note: string) => Promise<unknown>
  readonly liftHold: (contact: string) => Promise<unknown>
}

/** What a list of contacts needs beside them. */
type History = {
  readonly queues: TenantView['queues']
  readonly people: readonly Pick<AgentView, 'id' | 'name'>[]
  readonly recordingUrl: Records['recordingUrl']
  /** For those who may set and lift a legal hold; `changed` reads the list anew. */
  readonly holding?: Pick<Records, 'setHold' | 'liftHold'> & { readonly changed: () => void }
}

const HistoryContext = createContext<History | undefined>(undefined)
export const HistoryProvider = HistoryContext

export function useHistory(): History {
  const history = use(HistoryContext)
  if (history === undefined) throw new Error('useHistory outside of a history')
  return history
}

/** A person's name; one who is gone keeps the id. */
export function usePersonName(): (person: string) => string {
  const { people } = useHistory()
  return (person) => people.find(({ id }) => id === person)?.name ?? person
}

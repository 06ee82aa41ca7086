import type { AgentId, ContactId, QueueId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import type {
  AgentView,
  ContactView,
  MediaFaultView,
  QueueView,
  ServerFrame,
  TenantView,
  TrunkView,
} from './protocol.ts'

type Welcome = Extract<ServerFrame, { type: 'welcome' }>
type Update = Extract<ServerFrame, { type: 'update' }>

/** What a page knows. Immutable: a change makes a new one, and leaves what did not change the same object. */
export type PageState = {
  /** `lost`: it was live and is being reached again, or was refused for good. */
  readonly state: 'connecting' | 'live' | 'lost'
  /** Why the centre will not have this page; it does not try again. */
  readonly refused?: ReasonCode
  readonly me?: Welcome['me']
  readonly tenant?: TenantView
  /** Server time minus local time, ms, when the page became live. */
  readonly clockOffset: number
  readonly agents: ReadonlyMap<AgentId, AgentView>
  readonly queues: ReadonlyMap<QueueId, QueueView>
  readonly contacts: ReadonlyMap<ContactId, ContactView>
  /** On a board only, one of each kind. */
  readonly faults: ReadonlyMap<ReasonCode, MediaFaultView>
  /** On a board only. */
  readonly trunks: readonly TrunkView[]
}

export const blankPage: PageState = {
  state: 'connecting',
  clockOffset: 0,
  agents: new Map(),
  queues: new Map(),
  contacts: new Map(),
  faults: new Map(),
  trunks: [],
}

export function welcomePage(frame: Welcome, clockOffset: number): PageState {
  return {
    state: 'live',
    ...(frame.me && { me: frame.me }),
    tenant: frame.tenant,
    clockOffset,
    agents: byId(frame.agents),
    queues: byId(frame.queues),
    contacts: byId(frame.contacts),
    faults: byReason(frame.faults),
    trunks: frame.trunks ?? [],
  }
}

export function updatePage(page: PageState, frame: Update): PageState {
  return {
    ...page,
    agents: withChanges(page.agents, frame.agents),
    queues: withChanges(page.queues, frame.queues),
    contacts: withoutClosed(withChanges(page.contacts, frame.contacts), frame.contacts),
    trunks: frame.trunks ?? page.trunks,
    faults: frame.faults ? new Map([...page.faults, ...byReason(frame.faults)]) : page.faults,
  }
}

function byId<View extends { id: string }>(views: readonly View[]): ReadonlyMap<View['id'], View> {
  return new Map(views.map((view) => [view.id, view]))
}

const byReason = (
  faults: readonly MediaFaultView[] = [],
): ReadonlyMap<ReasonCode, MediaFaultView> => new Map(faults.map((fault) => [fault.reason, fault]))

function withChanges<View extends { id: string }>(
  views: ReadonlyMap<View['id'], View>,
  changes: readonly View[] | undefined,
): ReadonlyMap<View['id'], View> {
  return changes ? new Map([...views, ...byId(changes)]) : views
}

function withoutClosed(
  views: ReadonlyMap<ContactId, ContactView>,
  changes: readonly ContactView[] = [],
): ReadonlyMap<ContactId, ContactView> {
  return changes.some(({ phase }) => phase === 'closed')
    ? new Map([...views].filter(([, { phase }]) => phase !== 'closed'))
    : views
}

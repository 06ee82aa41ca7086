import type {
  AgentView,
  ContactView,
  MediaFaultView,
  QueueView,
  TenantView,
  TrunkView,
} from '../../cti/protocol.ts'

export type CentreLink = {
  readonly state: 'linking' | 'linked' | 'lost'
  /** When this link state began, by this page's clock. */
  readonly since: number
  /** Round trip of the last ping. */
  readonly latencyMs?: number
  /** From an event to this page, 99th percentile of the last frames. */
  readonly eventP99Ms?: number
  /** When the last event happened, by the centre's clock. */
  readonly lastEventAt?: number
}

/** All that a page knows of the centre at one moment. */
export type CentreView = {
  readonly link: CentreLink
  readonly me?: { readonly id: string; readonly name: string }
  readonly tenant?: TenantView
  /** In the order of their ids, so that nothing jumps. */
  readonly agents: readonly AgentView[]
  readonly queues: readonly QueueView[]
  readonly contacts: readonly ContactView[]
  /** Trouble with sound, one of each kind; of the wallboard only. */
  readonly faults: readonly MediaFaultView[]
  /** Of the wallboard only. */
  readonly trunks: readonly TrunkView[]
}

/** Nobody knows anything yet. */
export const unknownCentre = (since: number): CentreView => ({
  link: { state: 'linking', since },
  agents: [],
  queues: [],
  contacts: [],
  faults: [],
  trunks: [],
})

export const contactOf = (centre: CentreView, agent: AgentView): ContactView | undefined =>
  centre.contacts.find((contact) => contact.id === agent.contact)

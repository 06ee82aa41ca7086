import type { AgentId, ContactId } from '../core/names.ts'
import type { Role } from '../core/tenant.ts'
import type { Board, Changed } from './board/board.ts'
import {
  type ContactView,
  protocolVersion,
  type ServerFrame,
  type TenantView,
  type Topic,
} from './protocol.ts'

/** Who a token speaks for. A web caller's id is the `from` of its call. */
export type PageUser =
  | { readonly kind: 'person'; readonly id: AgentId; readonly role: Role }
  | { readonly kind: 'caller'; readonly id: string }

/** One page: what it may see, and which contacts it has. */
export type Viewer = {
  readonly who: PageUser
  readonly topic: Topic
  readonly seen: Set<ContactId>
}

/** Undefined when this topic is not for them. */
export function createViewer(who: PageUser, topic: Topic): Viewer | undefined {
  const allowed = who.kind === 'caller' ? topic === 'call' : personMay(who.role, topic)
  return allowed ? { who, topic, seen: new Set() } : undefined
}

/** The whole state of the viewer's topic. `now`: the server's clock. */
export function welcomeFrame(board: Board, viewer: Viewer, now: number): ServerFrame {
  const contacts = [...board.contacts.values()].filter((contact) => sees(board, viewer, contact))
  viewer.seen.clear()
  for (const { id } of contacts) viewer.seen.add(id)
  const inside = viewer.topic !== 'call'
  return {
    type: 'welcome',
    version: protocolVersion,
    ...whoFields(board, viewer.who),
    tenant: inside ? board.tenant : forCustomers(board.tenant),
    seq: board.seq,
    now,
    agents: inside ? [...board.agents.values()] : [],
    queues: inside ? [...board.queues.values()] : [],
    contacts,
    ...(viewer.topic === 'board' && {
      faults: [...board.faults.values()],
      trunks: [...board.trunks.values()],
    }),
  }
}

/**
 * A change as each viewer may see it, in the text of a frame; undefined when there is nothing for this one. What many
 * viewers see is written once. `at`: when it happened.
 */
export function publishChange(
  board: Board,
  changed: Changed,
  at: number,
  now: number,
): (viewer: Viewer) => string | undefined {
  const write = (contacts: readonly ContactView[], topic: Topic) => {
    const agents = topic === 'call' ? [] : present(changed.agents, board.agents)
    const queues = topic === 'call' ? [] : present(changed.queues, board.queues)
    const faults = topic === 'board' ? present(changed.faults, board.faults) : []
    const trunks = topic === 'board' ? trunksIn(board, changed) : undefined
    const count = agents.length + queues.length + contacts.length + faults.length
    if (count === 0 && !trunks) return undefined
    const frame: ServerFrame = {
      type: 'update',
      seq: board.seq,
      at,
      now,
      ...(agents.length > 0 && { agents }),
      ...(queues.length > 0 && { queues }),
      ...(contacts.length > 0 && { contacts: [...contacts] }),
      ...(faults.length > 0 && { faults }),
      ...(trunks && { trunks }),
    }
    return JSON.stringify(frame)
  }
  const forBoards = once(() =>
    write([...present(changed.contacts, board.contacts), ...changed.closed], 'board'),
  )
  const forDesks = once(() => write([], 'desk'))
  return (viewer) => {
    if (viewer.topic === 'board') return forBoards()
    const own = contactsFor(board, viewer, changed)
    if (viewer.topic === 'call') return write(own, 'call')
    return own.length === 0 ? forDesks() : write(own, 'desk')
  }
}

const trunksIn = (board: Board, changed: Changed) =>
  changed.trunks ? [...board.trunks.values()] : undefined

/** Takes later changes into earlier ones: views are looked up when they are sent. */
export function mergeChanged(into: Changed, more: Changed): void {
  for (const id of more.agents) into.agents.add(id)
  for (const id of more.queues) into.queues.add(id)
  for (const id of more.contacts) into.contacts.add(id)
  into.closed.push(...more.closed)
  for (const reason of more.faults) into.faults.add(reason)
  into.trunks ||= more.trunks
}

function personMay(role: Role, topic: Topic): boolean {
  return topic === 'desk' || (topic === 'board' && role !== 'agent')
}

function sees(board: Board, { who, topic }: Viewer, contact: ContactView): boolean {
  if (topic === 'board') return true
  if (who.kind === 'caller') return contact.from === who.id
  return contact.agent === who.id || board.agents.get(who.id)?.contact === contact.id
}

/** A contact that the viewer had and may no longer see leaves the page as a closed one does. */
function contactsFor(board: Board, viewer: Viewer, changed: Changed): ContactView[] {
  const views: ContactView[] = []
  for (const contact of present(changed.contacts, board.contacts)) {
    if (sees(board, viewer, contact)) {
      viewer.seen.add(contact.id)
      views.push(contact)
    } else if (viewer.seen.delete(contact.id)) views.push({ ...contact, phase: 'closed' })
  }
  for (const contact of changed.closed) if (viewer.seen.delete(contact.id)) views.push(contact)
  return views
}

function present<Id, View>(ids: Iterable<Id>, views: ReadonlyMap<Id, View>): View[] {
  return [...ids].flatMap((id) => views.get(id) ?? [])
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined
  return () => (made ??= { result: make() }).result
}

function whoFields(board: Board, who: PageUser) {
  if (who.kind === 'caller') return {}
  const name = board.agents.get(who.id)?.name ?? who.id
  return { me: { id: who.id, name, role: who.role } }
}

function forCustomers(tenant: TenantView): TenantView {
  const queues = tenant.queues.map(({ id, name, serviceLevelSeconds }) => ({
    id,
    name,
    serviceLevelSeconds,
    dispositions: [],
  }))
  return { ...tenant, queues, skills: [], notReadyReasons: [] }
}

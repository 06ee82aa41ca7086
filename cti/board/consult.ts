import type { Event, EventOf } from '../../core/event.ts'
import type { AgentId, ContactId } from '../../core/names.ts'
import type { ContactView } from '../protocol.ts'
import { beConsulted, endConsulted, talk } from './agents.ts'
import { type Board, type Changed, contactIn } from './board-state.ts'

type Begin = EventOf<'consult.offered' | 'consult.dialled'>

/** The customer is on hold while the agent talks to somebody else. */
export function beginConsult(board: Board, event: Begin, changed: Changed): void {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  const { by, at } = event
  const whom = event.type === 'consult.offered' ? { agent: event.agent } : { number: event.number }
  contact.phase = 'consulting'
  contact.since = at
  if (!contact.held) Object.assign(contact, { held: true, heldSince: at })
  contact.muted = false
  contact.consult = { by, ...whom, since: at }
  delete contact.consultEnded
  if (event.type === 'consult.offered') beConsulted(board, event, changed, 'reserved')
}

export function connectConsult(
  board: Board,
  event: EventOf<'consult.connected'>,
  changed: Changed,
): void {
  const contact = contactIn(board, changed, event.contact)
  if (contact?.consult) contact.consult = { ...contact.consult, connectedAt: event.at }
  if (isAboutColleague(event)) beConsulted(board, event, changed, 'talking')
}

export function endConsult(board: Board, event: EventOf<'consult.ended'>, changed: Changed): void {
  const contact = contactIn(board, changed, event.contact)
  if (contact?.consult) {
    backToTalk(contact, event.at)
    contact.consultEnded = event.reason
  }
  if (isAboutColleague(event)) endConsulted(board, event, changed)
}

/** The contact is the colleague's: one who was answered long ago. */
export function handOver(
  board: Board,
  event: EventOf<'contact.handedOver'>,
  changed: Changed,
): void {
  talk(board, event, changed)
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  backToTalk(contact, event.at)
  Object.assign(contact, { agent: event.agent, connectedAt: event.at, held: false })
  delete contact.heldSince
}

function backToTalk(contact: ContactView, at: number): void {
  contact.phase = 'talking'
  contact.since = at
  delete contact.consult
}

type AboutColleague = Event & { readonly agent: AgentId; readonly contact: ContactId }
const isAboutColleague = (event: Event): event is AboutColleague & typeof event =>
  'agent' in event && event.agent !== undefined

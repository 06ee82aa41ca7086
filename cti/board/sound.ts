import type { Event, EventOf } from '../../core/event.ts'
import { gradeOf } from '../../core/leg-quality.ts'
import type { ContactId, LegId } from '../../core/names.ts'
import { type Party, partyIn, stepParties } from '../../core/parties.ts'
import type { ContactView } from '../protocol.ts'
import { type Board, type Changed, contactIn } from './board-state.ts'

/** A new contact: its first leg is the caller. */
export function followCaller(board: Board, event: EventOf<'contact.opened'>): void {
  board.contactOfLeg.set(event.leg, event.contact)
  board.parties.set(event.contact, stepParties([], event))
}

/** Whose the legs are. */
export function followParties(board: Board, event: Event & { readonly contact: ContactId }): void {
  const parties = board.parties.get(event.contact)
  if (!parties) return
  const party = partyIn(event)
  if (party) board.contactOfLeg.set(party.leg, event.contact)
  board.parties.set(event.contact, stepParties(parties, event))
}

/** The party who is on this leg now. */
function partyOn(board: Board, leg: LegId): { contact: ContactId; party: Party } | undefined {
  const contact = board.contactOfLeg.get(leg)
  const party = contact && board.parties.get(contact)?.find((each) => each.leg === leg)
  return party && { contact, party }
}

export function measureLeg(board: Board, event: EventOf<'leg.measured'>, changed: Changed): void {
  const found = partyOn(board, event.leg)
  if (!found) return
  const contact = contactIn(board, changed, found.contact)
  if (!contact) return
  const { mos } = event.quality
  contact.sound = { ...contact.sound, [found.party.who]: { grade: gradeOf(event.quality), mos } }
}

/** What is said of a leg after its end is for the record only. */
export function endLeg(board: Board, event: EventOf<'leg.ended'>, changed: Changed): void {
  const found = partyOn(board, event.leg)
  board.contactOfLeg.delete(event.leg)
  if (!found) return
  const { contact: id, party } = found
  const parties = board.parties.get(id) ?? []
  board.parties.set(
    id,
    parties.filter(({ leg }) => leg !== event.leg),
  )
  if (board.contacts.get(id)?.sound) forget(contactIn(board, changed, id), party.who)
}

function forget(contact: ContactView | undefined, who: Party['who']): void {
  if (!contact?.sound) return
  contact.sound = Object.fromEntries(
    Object.entries(contact.sound).filter(([party]) => party !== who),
  )
}

/** The contact has left the board. */
export function forgetLegs(board: Board, id: ContactId): void {
  for (const { leg } of board.parties.get(id) ?? []) board.contactOfLeg.delete(leg)
  board.parties.delete(id)
}

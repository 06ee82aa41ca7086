import type { Event, EventOf, Fact } from '../core/event.ts'
import { createTally } from '../core/service-level.ts'
import * as agents from './board/agents.ts'
import * as contacts from './board/contacts.ts'
import { type Board, type Changed, nothingChanged } from './board/state.ts'
import { configure, emptyTenant } from './board/tenant.ts'

export { type Board, type Changed, nothingChanged } from './board/state.ts'

type Handler<Type extends Fact['type']> = (
  board: Board,
  event: EventOf<Type>,
  changed: Changed,
) => void

const dayMs = 86_400_000

export function createBoard(): Board {
  return {
    seq: 0,
    utcOffsetMinutes: 0,
    day: 0,
    tenant: emptyTenant,
    agents: {},
    queues: {},
    contacts: {},
    waiting: {},
    durations: {},
  }
}

/** Takes the next event into the board. Events that show nowhere leave it as it is. */
export function stepBoard(board: Board, event: Event): Changed {
  const changed = nothingChanged()
  board.seq = event.seq
  if (event.type === 'centre.started') board.utcOffsetMinutes = event.utcOffsetMinutes
  turnDay(board, event.at, changed)
  for (const handler of handlers[event.type] ?? []) handler(board, event as never, changed)
  for (const id of [...changed.contacts]) contacts.closeIfDone(board, id, changed)
  return changed
}

const handlers: { readonly [Type in Fact['type']]?: readonly Handler<Type>[] } = {
  'centre.started': [agents.forgetLinks],
  'tenant.configured': [configure],
  'voice.joined': [agents.forgetRegistrations],
  'device.registered': [agents.register],
  'device.unregistered': [agents.register],
  'recording.ended': [contacts.endRecording],
  'agent.loggedOn': [agents.logOn],
  'agent.loggedOff': [agents.logOff],
  'agent.appeared': [agents.link],
  'agent.vanished': [agents.link],
  'agent.planned': [agents.plan],
  'agent.becameReady': [agents.becomeReady],
  'agent.becameNotReady': [agents.becomeNotReady],
  'agent.missed': [agents.miss, contacts.offerEnded],
  'agent.released': [agents.release, contacts.offerEnded, contacts.releaseContact],
  'agent.wrappedUp': [agents.wrapUp],
  'contact.opened': [contacts.openContact],
  'contact.answered': [contacts.answerContact],
  'contact.entered': [contacts.walkContact],
  'contact.pressed': [contacts.pressContact],
  'contact.switchedLanguage': [contacts.switchLanguage],
  'contact.queued': [contacts.queueContact],
  'contact.offered': [agents.reserve, contacts.offerContact],
  'contact.connected': [agents.talk, contacts.connectContact],
  'contact.held': [contacts.holdContact],
  'contact.resumed': [contacts.resumeContact],
  'contact.muted': [contacts.muteContact],
  'contact.parted': [contacts.partContact],
  'contact.rejoined': [contacts.rejoinContact],
  'contact.ended': [contacts.endContact],
}

/** A new day on the centre's clock begins its counts. A late event of the day before does not turn it back. */
function turnDay(board: Board, at: number, changed: Changed): void {
  const day = Math.floor((at + board.utcOffsetMinutes * 60_000) / dayMs)
  if (day <= board.day) return
  board.day = day
  for (const agent of Object.values(board.agents)) {
    Object.assign(agent, { handledToday: 0, talkMsToday: 0, wrapUpMsToday: 0 })
    changed.agents.add(agent.id)
  }
  for (const queue of Object.values(board.queues)) {
    queue.today = createTally()
    changed.queues.add(queue.id)
  }
}

import type { Event, EventOf, Fact } from '../../core/event.ts'
import { plainPolicy } from '../../core/policy.ts'
import { createTally } from '../../core/service-level.ts'
import * as agents from './agents.ts'
import { type Board, type Changed, nothingChanged } from './board-state.ts'
import * as callbacks from './callbacks.ts'
import * as consult from './consult.ts'
import * as contacts from './contacts.ts'
import * as faults from './faults.ts'
import * as leaving from './leaving.ts'
import * as queues from './queues.ts'
import * as recording from './recording.ts'
import * as sound from './sound.ts'
import { configure, emptyTenant } from './tenant.ts'
import { changeTrunk, configureTrunks, forgetTrunks } from './trunks.ts'

export { type Board, type Changed, nothingChanged } from './board-state.ts'

type BoardHandler<Type extends Fact['type']> = (
  board: Board,
  event: EventOf<Type>,
  changed: Changed,
) => void

const dayMs = 86_400_000
const minuteMs = 60_000

export function createBoard(): Board {
  return {
    seq: 0,
    utcOffsetMinutes: 0,
    day: 0,
    tenant: emptyTenant,
    agents: new Map(),
    queues: new Map(),
    contacts: new Map(),
    waiting: new Map(),
    booked: new Map(),
    routing: { policy: plainPolicy([]) },
    served: new Map(),
    contactOfLeg: new Map(),
    parties: new Map(),
    faults: new Map(),
    trunks: new Map(),
    spend: { calls: [] },
  }
}

/** Takes the next event into the board. Events that show nowhere leave it as it is. */
export function stepBoard(board: Board, event: Event): Changed {
  const changed = nothingChanged()
  board.seq = event.seq
  if (event.type === 'centre.started') setClock(board, event.utcOffsetMinutes)
  turnDay(board, event.at, changed)
  for (const handler of handlers[event.type] ?? []) handler(board, event as never, changed)
  for (const id of [...changed.contacts]) contacts.closeIfDone(board, id, changed)
  return changed
}

const handlers: { readonly [Type in Fact['type']]?: readonly BoardHandler<Type>[] } = {
  'centre.started': [agents.forgetLinks],
  'tenant.configured': [configure, configureTrunks, faults.configureSpend],
  'voice.joined': [agents.forgetRegistrations, forgetTrunks],
  'trunk.changed': [changeTrunk],
  'device.registered': [agents.register],
  'device.unregistered': [agents.register],
  'leg.assigned': [sound.followParties],
  'leg.answered': [faults.countSpend],
  'leg.measured': [sound.measureLeg],
  'leg.ended': [sound.endLeg, faults.countSpend],
  'outbound.routed': [faults.countSpend],
  'outbound.refused': [faults.refuseOutside],
  'media.faulted': [faults.countFault],
  'recording.paused': [recording.pauseRecording],
  'recording.resumed': [recording.resumeRecording],
  'recording.ended': [recording.endRecording],
  'agent.loggedOn': [agents.logOn],
  'agent.loggedOff': [agents.logOff],
  'agent.appeared': [agents.link],
  'agent.vanished': [agents.link],
  'agent.planned': [agents.plan],
  'agent.spared': [agents.spare],
  'agent.becameReady': [agents.becomeReady],
  'agent.becameNotReady': [agents.becomeNotReady],
  'agent.missed': [agents.miss, contacts.offerEnded],
  'agent.released': [agents.release, contacts.offerEnded, contacts.releaseContact],
  'agent.wrappedUp': [agents.wrapUp],
  'contact.opened': [contacts.openContact, sound.followCaller],
  'contact.answered': [contacts.answerContact],
  'contact.entered': [contacts.walkContact],
  'contact.pressed': [contacts.pressContact],
  'contact.switchedLanguage': [contacts.switchLanguage],
  'contact.queued': [callbacks.welcome, contacts.queueContact],
  'contact.positioned': [queues.forecast, contacts.positionContact],
  'contact.offered': [agents.reserve, queues.foundAgent, contacts.offerContact],
  'contact.connected': [
    queues.unbook,
    callbacks.welcome,
    agents.talk,
    contacts.connectContact,
    sound.followParties,
  ],
  'contact.overflowed': [queues.overflow, leaving.leadAway],
  'contact.transferred': [leaving.transfer],
  'contact.diverted': [leaving.divert, sound.followParties],
  'contact.held': [contacts.holdContact],
  'contact.resumed': [contacts.resumeContact],
  'contact.muted': [contacts.muteContact],
  'contact.agentLost': [contacts.partContact],
  'contact.agentRejoined': [contacts.rejoinContact, sound.followParties],
  'consult.offered': [consult.beginConsult],
  'consult.dialled': [consult.beginConsult],
  'consult.connected': [consult.connectConsult, sound.followParties],
  'consult.ended': [consult.endConsult],
  'contact.handedOver': [consult.handOver],
  'contact.ended': [queues.unbook, contacts.endContact],
  'callback.booked': [queues.book, callbacks.book],
  'callback.merged': [queues.unbook, leaving.merge],
  'callback.dialled': [callbacks.dial, sound.followParties],
  'callback.missed': [callbacks.miss],
  'callback.cancelled': [queues.unbook],
  'queue.switched': [queues.switchQueue],
}

function setClock(board: Board, utcOffsetMinutes: number): void {
  board.utcOffsetMinutes = utcOffsetMinutes
  board.tenant = { ...board.tenant, utcOffsetMinutes }
}

/** A new day on the centre's clock begins its counts. A late event of the day before does not turn it back. */
function turnDay(board: Board, at: number, changed: Changed): void {
  const day = Math.floor((at + board.utcOffsetMinutes * minuteMs) / dayMs)
  if (day <= board.day) return
  board.day = day
  const began = day * dayMs - board.utcOffsetMinutes * minuteMs
  for (const agent of board.agents.values()) {
    agents.beginDay(agent, began)
    changed.agents.add(agent.id)
  }
  for (const queue of board.queues.values()) {
    queue.today = createTally()
    queue.overflowedToday = {}
    changed.queues.add(queue.id)
  }
}

/** A board as plain JSON: each map is an object by its keys. It shares the views with the board. */
export type BoardSnapshot = {
  readonly [Field in keyof Board]: Board[Field] extends Map<infer Id extends string, infer View>
    ? Readonly<Record<Id, View>>
    : Board[Field]
}

export function snapshotBoard(board: Board): BoardSnapshot {
  const fields = Object.entries(board).map(([name, value]): [string, unknown] => [
    name,
    value instanceof Map ? Object.fromEntries<unknown>(value) : value,
  ])
  // The boundary: field by field what the type says.
  return Object.fromEntries(fields) as BoardSnapshot
}

export function restoreBoard(snapshot: BoardSnapshot): Board {
  const empty: Readonly<Record<string, unknown>> = createBoard()
  const fields = Object.entries(snapshot).map(([name, value]) => [
    name,
    empty[name] instanceof Map ? new Map(Object.entries(value)) : value,
  ])
  // The boundary: field by field what `snapshotBoard` wrote.
  return Object.fromEntries(fields) as Board
}

import type { EventOf } from '../../core/event.ts'
import type { ContactId } from '../../core/names.ts'
import { recordingRule } from '../../core/policy.ts'
import { tallyAbandoned, tallyAnswered } from '../../core/service-level.ts'
import type { AgentView, ContactView } from '../protocol.ts'
import { type Board, type Changed, contactIn, queueIn, ruleFor } from './board-state.ts'
import { waitedOnLineMs } from './callbacks.ts'
import { recordWaiting, stopRecording } from './recording.ts'
import { forgetLegs } from './sound.ts'
import { joinWaiting, leaveWaiting } from './waiting.ts'

export function openContact(board: Board, event: EventOf<'contact.opened'>, changed: Changed) {
  const { contact: id, at, name, to, via, language, policy, trunk, diversions } = event
  const from = event.anonymous ? 'anonymous' : event.from
  board.contacts.set(id, {
    id,
    phase: 'arriving',
    since: at,
    arrivedAt: at,
    from,
    to,
    via,
    language,
    path: [],
    ...(name !== undefined && { name }),
    ...(trunk !== undefined && { trunk }),
    ...(diversions && { diversions: [...diversions] }),
    held: false,
    muted: false,
    recording: false,
  })
  board.served.set(id, policy)
  changed.contacts.add(id)
}

export function answerContact(board: Board, event: EventOf<'contact.answered'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (contact) enter(contact, 'inFlow', event.at)
}

export function walkContact(board: Board, event: EventOf<'contact.entered'>, changed: Changed) {
  contactIn(board, changed, event.contact)?.path.push({ at: event.at, label: event.label })
}

/** A second answer to the same node, after a wrong key, is a step of its own. */
export function pressContact(board: Board, event: EventOf<'contact.pressed'>, changed: Changed) {
  const path = contactIn(board, changed, event.contact)?.path
  const last = path?.at(-1)
  if (!path || !last) return
  if (last.digits === undefined) last.digits = event.digits
  else path.push({ at: event.at, label: last.label, digits: event.digits })
}

export function switchLanguage(
  board: Board,
  event: EventOf<'contact.switchedLanguage'>,
  changed: Changed,
) {
  const contact = contactIn(board, changed, event.contact)
  if (contact) contact.language = event.language
}

export function queueContact(board: Board, event: EventOf<'contact.queued'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  const isNew = contact.queue !== event.queue || contact.queuedAt !== event.since
  leaveWaiting(board, changed, contact)
  contact.queue = event.queue
  contact.queuedAt = event.since
  delete contact.waitedMs
  if (isNew) forgetTold(contact)
  recordWaiting(contact, ruleFor(board, event.contact, event.queue))
  wait(board, contact, event.at, changed)
  const queue = isNew ? queueIn(board, changed, event.queue) : undefined
  if (queue) queue.today.offered++
}

export function offerContact(board: Board, event: EventOf<'contact.offered'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  leaveWaiting(board, changed, contact)
  const isMore = contact.phase === 'offered'
  enter(contact, 'offered', event.at)
  contact.queue = event.queue
  if (isMore) delete contact.agent
  else contact.agent = event.agent
  contact.offeredAt = event.at
  const { ringSeconds = 0 } = ruleFor(board, event.contact, event.queue) ?? {}
  contact.ringEndsAt = event.at + ringSeconds * 1000
}

/** What the caller is told, and what he has to expect. */
export function positionContact(
  board: Board,
  event: EventOf<'contact.positioned'>,
  changed: Changed,
) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  const { at, expected, position, tells } = event
  if (expected) contact.expected = { ...expected, at }
  if (!tells.position && tells.waitSeconds === undefined) return
  contact.told = {
    at,
    ...(tells.position && { position }),
    ...(tells.waitSeconds !== undefined && { waitSeconds: tells.waitSeconds }),
  }
}

/** One agent did not take it. When it rings nowhere any more, it waits on, its age kept. */
export function offerEnded(
  board: Board,
  event: EventOf<'agent.missed' | 'agent.released'>,
  changed: Changed,
) {
  const contact = contactIn(board, changed, event.contact)
  if (contact?.phase !== 'offered') return
  const [one, other] = ringing(board, contact)
  if (!one) wait(board, contact, event.at, changed)
  else if (!other) contact.agent = one.id
}

const ringing = ({ agents }: Board, { id }: ContactView): readonly AgentView[] =>
  [...agents.values()].filter(({ state, contact }) => state === 'reserved' && contact === id)

export function connectContact(
  board: Board,
  event: EventOf<'contact.connected'>,
  changed: Changed,
) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  leaveWaiting(board, changed, contact)
  const waitedMs = waitedOnLineMs(contact, event.at)
  enter(contact, 'talking', event.at)
  const { when } = recordingRule(ruleFor(board, event.contact, event.queue))
  const recording = when !== 'never'
  Object.assign(contact, { agent: event.agent, connectedAt: event.at, waitedMs, recording })
  delete contact.ringEndsAt
  const queue = queueIn(board, changed, event.queue)
  if (queue) tallyAnswered(queue.today, waitedMs, queue.serviceLevelSeconds)
}

export function holdContact(board: Board, event: EventOf<'contact.held'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (contact) Object.assign(contact, { held: true, heldSince: event.at })
}

export function resumeContact(board: Board, event: EventOf<'contact.resumed'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  soundOn(contact)
  delete contact.consultEnded
}

export function muteContact(board: Board, event: EventOf<'contact.muted'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (contact) contact.muted = event.muted
}

export function partContact(board: Board, event: EventOf<'contact.agentLost'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (contact) enter(contact, 'parted', event.at)
}

export function rejoinContact(
  board: Board,
  event: EventOf<'contact.agentRejoined'>,
  changed: Changed,
) {
  const contact = contactIn(board, changed, event.contact)
  if (contact) enter(contact, 'talking', event.at)
}

/** The talk with this agent is over. A transfer then queues the contact again. */
export function releaseContact(board: Board, event: EventOf<'agent.released'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (contact?.agent !== event.agent || !isTalking(contact)) return
  enter(contact, 'wrapUp', event.at)
  soundOn(contact)
  contact.muted = false
  delete contact.consult
  delete contact.consultEnded
}

export function endContact(board: Board, event: EventOf<'contact.ended'>, changed: Changed) {
  const contact = contactIn(board, changed, event.contact)
  if (!contact) return
  if (event.outcome === 'abandoned-in-queue') countAbandoned(board, changed, contact, event.at)
  leaveWaiting(board, changed, contact)
  if (contact.phase !== 'wrapUp') enter(contact, 'wrapUp', event.at)
  soundOn(contact)
  delete contact.ringEndsAt
  contact.outcome = event.outcome
  stopRecording(contact)
}

/** An ended contact leaves the board when no agent has it on the desk any more. */
export function closeIfDone(board: Board, id: ContactId, changed: Changed): void {
  const contact = board.contacts.get(id)
  if (contact?.outcome === undefined) return
  if ([...board.agents.values()].some((agent) => agent.contact === id)) return
  board.contacts.delete(id)
  board.served.delete(id)
  forgetLegs(board, id)
  changed.contacts.delete(id)
  changed.closed.push({ ...contact, phase: 'closed' })
}

function enter(contact: ContactView, phase: ContactView['phase'], at: number): void {
  contact.phase = phase
  contact.since = at
}

function wait(board: Board, contact: ContactView, at: number, changed: Changed): void {
  enter(contact, 'waiting', at)
  soundOn(contact)
  contact.muted = false
  delete contact.agent
  delete contact.offeredAt
  delete contact.ringEndsAt
  delete contact.connectedAt
  joinWaiting(board, changed, contact)
}

function forgetTold(contact: ContactView): void {
  delete contact.told
  delete contact.expected
}

function soundOn(contact: ContactView): void {
  contact.held = false
  delete contact.heldSince
}

const isTalking = ({ phase }: ContactView): boolean =>
  phase === 'talking' || phase === 'parted' || phase === 'consulting'

function countAbandoned(board: Board, changed: Changed, contact: ContactView, at: number): void {
  const queue = contact.queue && queueIn(board, changed, contact.queue)
  const waitedMs = waitedOnLineMs(contact, at)
  if (queue) tallyAbandoned(queue.today, waitedMs, queue.serviceLevelSeconds)
}

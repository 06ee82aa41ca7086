//   contact.answered --> the flow's start --> a node is entered --> it plays, waits, leads on or leaves the flow
//   leg.digit leg.played timer.fired --> inputOf --> the node's onInput --> likewise
//   A caller's key becomes a choice in nodes/menu.ts; what a node wants (NodeOutcome) becomes effects and conclusions here.
import type { Effect } from '../core/effect.ts'
import type { Conclusion, Event, EventOf } from '../core/event.ts'
import type { Language, Text } from '../core/language.ts'
import { type ContactId, type FlowId, type LegId, named, type PlayId } from '../core/names.ts'
import { stay, type Step } from '../core/step.ts'
import type { Flow, Tenant } from '../core/tenant.ts'
import type { ContactTimer } from '../core/timer.ts'
import { nodeKinds } from './nodes/kinds.ts'
import type { FlowExit, NodeInput, NodeOutcome } from './nodes/node.ts'
import { type PromptPiece, promptsOf } from './nodes/prompt-piece.ts'

/** Where one caller stands in a flow; plain JSON. */
export type FlowSession = {
  readonly contact: ContactId
  readonly caller: LegId
  readonly flow: FlowId
  readonly language: Language
  readonly node: string
  readonly tries: number
  /** Plays made so far: their ids are derived from it. */
  readonly plays: number
  readonly playing: boolean
  readonly done: boolean
  /** The call is not answered yet: the flow speaks by early media, or waits at a node that needs the answer. */
  readonly early?: 'speaks' | 'waits'
}

/** Nodes that may be passed without a pause; a flow that needs more goes round. */
const mostNodes = 50

const playOf = ({ contact, plays }: FlowSession): PlayId => named(`${contact}.f${plays}`)
const timerOf = ({ contact }: FlowSession): ContactTimer => ({ kind: 'flow', of: contact })

/** The session of a contact that was just opened; it begins with `contact.answered`, or at once where it is early. */
export function openFlowSession(event: EventOf<'contact.opened'>): FlowSession {
  const { contact, leg: caller, flow, language, early } = event
  return {
    contact,
    caller,
    flow,
    language,
    node: '',
    tries: 0,
    plays: 0,
    playing: false,
    done: false,
    ...(early && { early: 'speaks' }),
  }
}

/** Position and event make the next position. Only events of the session's own contact count. */
export function stepFlowSession(
  session: FlowSession,
  event: Event,
  tenant: Tenant,
): Step<FlowSession> {
  if (session.done) return stay(session)
  const run = runOf(session, event.at, tenant)
  switch (event.type) {
    case 'contact.opened':
      return session.early === 'speaks' ? start(run) : stay(session)
    case 'contact.answered':
      return onAnswered(run)
    case 'contact.ended':
      return onEnded(run)
    default: {
      const input = session.early === 'waits' ? undefined : inputOf(session, event)
      return input ? onInput(run, input) : stay(session)
    }
  }
}

/** What an event is to the node that the caller is in; undefined where it is nothing to it. */
function inputOf(session: FlowSession, event: Event): NodeInput | undefined {
  switch (event.type) {
    case 'leg.digit':
      return event.leg === session.caller ? { type: 'digit', digit: event.digit } : undefined
    case 'leg.played':
      return session.playing && event.play === playOf(session) ? { type: 'played' } : undefined
    case 'timer.fired':
      return event.timer.kind === 'flow' ? { type: 'timedOut' } : undefined
    default:
      return undefined
  }
}

/** One event's way through the nodes, until a node pauses or the flow is left. Lives no longer than one step. */
type FlowRun = {
  session: FlowSession
  readonly flow: Flow | undefined
  readonly at: number
  readonly conclusions: Conclusion[]
  readonly effects: Effect[]
}

const runOf = (session: FlowSession, at: number, { flows }: Tenant): FlowRun => ({
  session,
  flow: flows.find(({ id }) => id === session.flow),
  at,
  conclusions: [],
  effects: [],
})

const start = (run: FlowRun): Step<FlowSession> =>
  run.flow ? follow(run, { next: run.flow.start }) : fail(run)

/** Into the flow, or into the node that waited for the answer. */
function onAnswered(run: FlowRun): Step<FlowSession> {
  const { early, ...session } = run.session
  if (early === undefined) return start(run)
  run.session = session
  const node = run.flow?.nodes[session.node]
  const kind = node && nodeKinds[node.kind]
  return kind ? follow(run, kind.enter(node as never)) : fail(run)
}

function onInput(run: FlowRun, input: NodeInput): Step<FlowSession> {
  const { node: name, tries } = run.session
  const node = run.flow?.nodes[name]
  const kind = node && nodeKinds[node.kind]
  if (!kind) return fail(run)
  if (input.type === 'played') run.session = { ...run.session, playing: false }
  return follow(run, kind.onInput(node as never, input, tries))
}

/** The caller is gone; nothing is left to order but the clock. */
function onEnded(run: FlowRun): Step<FlowSession> {
  run.effects.push({ do: 'stopTimer', timer: timerOf(run.session) })
  return finish(run)
}

/** Does what a node wants, and goes where it leads, from node to node. */
function follow(run: FlowRun, first: NodeOutcome): Step<FlowSession> {
  let outcome = first
  for (let passed = 0; passed < mostNodes; passed++) {
    apply(run, outcome)
    if (outcome.leave) return leave(run, outcome.leave)
    if (outcome.next === undefined) return stepOf(run)
    const node = run.flow?.nodes[outcome.next]
    const kind = node && nodeKinds[node.kind]
    if (!kind) return fail(run)
    const needsAnswer = run.session.early === 'speaks' && kind.needsAnswer
    enter(run, outcome.next, node['label'], needsAnswer || undefined)
    if (needsAnswer) return stepOf(run)
    outcome = kind.enter(node as never)
  }
  return fail(run)
}

function enter(run: FlowRun, node: string, label: unknown, needsAnswer?: true): void {
  const { contact } = run.session
  run.session = { ...run.session, node, tries: 0, ...(needsAnswer && { early: 'waits' }) }
  // The boundary: `readFlow` has read every node's label.
  const entered = { type: 'contact.entered' as const, contact, node, label: label as Text }
  run.conclusions.push(needsAnswer ? { ...entered, needsAnswer } : entered)
}

function apply(run: FlowRun, outcome: NodeOutcome): void {
  const { contact, node } = run.session
  if (outcome.stop) stop(run)
  if (outcome.pressed !== undefined)
    run.conclusions.push({ type: 'contact.pressed', contact, node, digits: outcome.pressed })
  if (outcome.tries !== undefined) run.session = { ...run.session, tries: outcome.tries }
  if (outcome.language) switchLanguage(run, outcome.language)
  if (outcome.play) play(run, outcome.play, outcome.bargeIn)
  if (outcome.waitSeconds !== undefined) {
    const at = run.at + outcome.waitSeconds * 1000
    run.effects.push({ do: 'startTimer', timer: timerOf(run.session), at })
  }
}

/** Silences what plays; where nothing plays, the clock runs. */
function stop(run: FlowRun): void {
  const { session, effects } = run
  if (session.playing) effects.push({ do: 'stopPlay', leg: session.caller, play: playOf(session) })
  else effects.push({ do: 'stopTimer', timer: timerOf(session) })
  run.session = { ...session, playing: false }
}

function switchLanguage(run: FlowRun, language: Language): void {
  const { contact } = run.session
  run.session = { ...run.session, language }
  run.conclusions.push({ type: 'contact.switchedLanguage', contact, language })
}

function play(run: FlowRun, pieces: readonly PromptPiece[], bargeIn?: true): void {
  const session = { ...run.session, plays: run.session.plays + 1, playing: true }
  run.session = session
  const prompts = promptsOf(pieces, session.language)
  const order = { do: 'play' as const, leg: session.caller, play: playOf(session), prompts }
  run.effects.push(bargeIn ? { ...order, bargeIn } : order)
}

function leave(run: FlowRun, to: FlowExit): Step<FlowSession> {
  const { contact } = run.session
  run.conclusions.push(
    'queue' in to
      ? { type: 'contact.queued', contact, since: run.at, ...to, queue: named(to.queue) }
      : { type: 'contact.leftFlow', contact, ...to, reason: 'finished' },
  )
  return finish(run)
}

function fail(run: FlowRun): Step<FlowSession> {
  const { contact } = run.session
  run.conclusions.push({
    type: 'contact.leftFlow',
    contact,
    outcome: 'failed',
    reason: 'flow-failed',
  })
  return finish(run)
}

function finish(run: FlowRun): Step<FlowSession> {
  run.session = { ...run.session, done: true }
  return stepOf(run)
}

const stepOf = ({ session, conclusions, effects }: FlowRun): Step<FlowSession> => ({
  state: session,
  conclusions,
  effects,
})

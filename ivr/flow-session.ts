import type { Effect } from '../core/effect.ts'
import type { Conclusion, Event, EventOf } from '../core/event.ts'
import {
  type ContactId,
  type FlowId,
  type LegId,
  named,
  type PlayId,
  type TimerId,
} from '../core/names.ts'
import { stay, type Step } from '../core/step.ts'
import type { Flow, Language, Tenant, Text } from '../core/tenant.ts'
import { nodeKinds } from './nodes/kinds.ts'
import type { NodeInput, NodeOutcome } from './nodes/node.ts'
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

const playOf = (walk: FlowSession): PlayId => named<PlayId>(`${walk.contact}.f${walk.plays}`)
const timerOf = (walk: FlowSession): TimerId => named<TimerId>(`flow:${walk.contact}`)

/** The walk of a contact that was just opened; it begins with `contact.answered`, or at once where it is early. */
export function openFlowSession(event: EventOf<'contact.opened'>): FlowSession {
  const { contact, leg: caller, flow, language } = event
  const start = { node: '', tries: 0, plays: 0, playing: false, done: false }
  return { contact, caller, flow, language, ...start, ...(event.early && { early: 'speaks' }) }
}

/** Position and event make the next position. Hears only the events of its own contact. */
export function stepFlowSession(
  walk: FlowSession,
  event: Event,
  tenant: Tenant,
): Step<FlowSession> {
  if (walk.done) return stay(walk)
  const pace = new FlowRun(walk, event.at, tenant)
  if (event.type === 'contact.ended') return pace.end()
  if (event.type === 'contact.opened') return walk.early === 'speaks' ? pace.start() : stay(walk)
  if (event.type === 'contact.answered') return pace.answer()
  const happening = walk.early === 'waits' ? undefined : inputOf(walk, event)
  return happening ? pace.hear(happening) : stay(walk)
}

function inputOf(walk: FlowSession, event: Event): NodeInput | undefined {
  switch (event.type) {
    case 'leg.digit':
      return event.leg === walk.caller ? { type: 'digit', digit: event.digit } : undefined
    case 'leg.played':
      return walk.playing && event.play === playOf(walk) ? { type: 'played' } : undefined
    case 'timer.fired':
      return event.timer === timerOf(walk) ? { type: 'timedOut' } : undefined
    default:
      return undefined
  }
}

/** One event's way through the nodes, until a node pauses or the flow is left. Lives no longer than one step. */
class FlowRun {
  #walk: FlowSession
  readonly #at: number
  readonly #flow: Flow | undefined
  readonly #conclusions: Conclusion[] = []
  readonly #effects: Effect[] = []

  constructor(walk: FlowSession, at: number, tenant: Tenant) {
    this.#walk = walk
    this.#at = at
    this.#flow = tenant.flows.find(({ id }) => id === walk.flow)
  }

  start(): Step<FlowSession> {
    return this.#flow ? this.#follow({ next: this.#flow.start }) : this.#fail()
  }

  /** Into the flow, or into the node that waited for the answer. */
  answer(): Step<FlowSession> {
    const { early, ...walk } = this.#walk
    if (early === undefined) return this.start()
    this.#walk = walk
    const node = this.#flow?.nodes[walk.node]
    const kind = node && nodeKinds[node.kind]
    return kind ? this.#follow(kind.enter(node as never)) : this.#fail()
  }

  hear(happening: NodeInput): Step<FlowSession> {
    const node = this.#flow?.nodes[this.#walk.node]
    const kind = node && nodeKinds[node.kind]
    if (!kind) return this.#fail()
    const { tries } = this.#walk
    if (happening.type === 'played') this.#walk = { ...this.#walk, playing: false }
    return this.#follow(kind.onInput(node as never, happening, tries))
  }

  /** The caller is gone; nothing is left to order but the clock. */
  end(): Step<FlowSession> {
    this.#effects.push({ do: 'stopTimer', timer: timerOf(this.#walk) })
    return this.#finish()
  }

  #follow(first: NodeOutcome): Step<FlowSession> {
    let move = first
    for (let passed = 0; passed < mostNodes; passed++) {
      this.#make(move)
      if (move.leave) return this.#leave(move.leave)
      if (move.next === undefined) return this.#step()
      const node = this.#flow?.nodes[move.next]
      const kind = node && nodeKinds[node.kind]
      if (!kind) return this.#fail()
      const needsAnswer = this.#walk.early === 'speaks' && kind.needsAnswer
      this.#enter(move.next, node['label'], needsAnswer || undefined)
      if (needsAnswer) return this.#step()
      move = kind.enter(node as never)
    }
    return this.#fail()
  }

  #enter(node: string, label: unknown, needsAnswer?: true): void {
    this.#walk = { ...this.#walk, node, tries: 0, ...(needsAnswer && { early: 'waits' }) }
    const { contact } = this.#walk
    // The boundary: `readFlow` has read every node's label.
    const entered = { type: 'contact.entered' as const, contact, node, label: label as Text }
    this.#conclusions.push(needsAnswer ? { ...entered, needsAnswer } : entered)
  }

  #make(move: NodeOutcome): void {
    const { contact, node } = this.#walk
    if (move.stop) this.#hush()
    if (move.pressed !== undefined)
      this.#conclusions.push({ type: 'contact.pressed', contact, node, digits: move.pressed })
    if (move.tries !== undefined) this.#walk = { ...this.#walk, tries: move.tries }
    if (move.language) this.#speak(move.language)
    if (move.play) this.#play(move.play, move.bargeIn)
    if (move.waitSeconds !== undefined) {
      const at = this.#at + move.waitSeconds * 1000
      this.#effects.push({ do: 'startTimer', timer: timerOf(this.#walk), at })
    }
  }

  #hush(): void {
    const walk = this.#walk
    if (walk.playing) this.#effects.push({ do: 'stopPlay', leg: walk.caller, play: playOf(walk) })
    else this.#effects.push({ do: 'stopTimer', timer: timerOf(walk) })
    this.#walk = { ...walk, playing: false }
  }

  #speak(language: Language): void {
    const { contact } = this.#walk
    this.#walk = { ...this.#walk, language }
    this.#conclusions.push({ type: 'contact.switchedLanguage', contact, language })
  }

  #play(pieces: readonly PromptPiece[], bargeIn?: true): void {
    this.#walk = { ...this.#walk, plays: this.#walk.plays + 1, playing: true }
    const walk = this.#walk
    const prompts = promptsOf(pieces, walk.language)
    const play = { do: 'play' as const, leg: walk.caller, play: playOf(walk), prompts }
    this.#effects.push(bargeIn ? { ...play, bargeIn } : play)
  }

  #leave(to: NonNullable<NodeOutcome['leave']>): Step<FlowSession> {
    const { contact } = this.#walk
    this.#conclusions.push(
      'queue' in to
        ? { type: 'contact.queued', contact, since: this.#at, ...to, queue: named(to.queue) }
        : { type: 'contact.leftFlow', contact, ...to, reason: 'finished' },
    )
    return this.#finish()
  }

  #fail(): Step<FlowSession> {
    const { contact } = this.#walk
    this.#conclusions.push({
      type: 'contact.leftFlow',
      contact,
      outcome: 'failed',
      reason: 'flow-failed',
    })
    return this.#finish()
  }

  #finish(): Step<FlowSession> {
    this.#walk = { ...this.#walk, done: true }
    return this.#step()
  }

  #step(): Step<FlowSession> {
    return { state: this.#walk, conclusions: this.#conclusions, effects: this.#effects }
  }
}

import type { Effect, TimerEffect } from '../../../core/effect.ts'
import type { Event, Fact, Input } from '../../../core/event.ts'
import type { VoiceId } from '../../../core/names.ts'
import type { NumberedEffect } from '../../link/frames.ts'
import { dispatchEvent } from './dispatch.ts'
import {
  createState,
  restoreState,
  snapshotState,
  type WorldState,
  type StateSnapshot,
} from './state.ts'

/** An input before it has its place in the stream. */
export type ArrivingInput = Input & {
  readonly at: number
  readonly voice?: { readonly id: VoiceId; readonly n: number }
}

/** What one input led to: the input itself and its conclusions, stamped, in order; and the orders to the edges. */
export type Turn = {
  readonly events: readonly Event[]
  /** Numbered without a gap over the life of the journal: replaying the journal yields the same numbers. */
  readonly voice: readonly NumberedEffect[]
  readonly timers: readonly TimerEffect[]
}

/** All state of the centre: contacts, agents, queues, walks. Opaque outside this folder but for these counts. */
export type World = {
  /** Of the last event. */
  seq: number
  lastEffect: number
  /** The voice process that the legs belong to, and the last of its facts that is in the stream. */
  voice?: { readonly id: VoiceId; readonly n: number }
  /** Events of legs that nobody knows (any more): they changed nothing. */
  foreign: number
  readonly state: WorldState
}

type WorldSnapshot = Omit<World, 'state'> & { readonly state: StateSnapshot }

/** Conclusions that one input may lead to; more is a bug that turns in a circle. */
const mostConclusions = 10_000

export const createWorld = (): World => ({
  seq: 0,
  lastEffect: 0,
  foreign: 0,
  state: createState(),
})

/**
 * Puts one input through every reducer, and what they conclude after it, until nothing more follows. A repeated voice
 * fact (same voice, n not above the last) gives an empty turn. Throws only for a bug.
 */
export function stepWorld(world: World, input: ArrivingInput): Turn {
  if (isRepeated(world, input)) return { events: [], voice: [], timers: [] }
  noteVoice(world, input)
  if (isForeign(world, input)) world.foreign++
  const events: Event[] = []
  const effects: Effect[] = []
  const { at } = input
  const cause = world.seq + 1
  // The boundary where facts get their stamp.
  const stamp = (fact: Fact): Event => ({ seq: ++world.seq, at, cause, ...fact })
  events.push({ seq: ++world.seq, ...input })
  for (const event of events) {
    const result = dispatchEvent(world.state, event)
    effects.push(...result.effects)
    events.push(...result.conclusions.map(stamp))
    if (events.length > mostConclusions) throw new Error(`event ${cause} never comes to rest`)
  }
  refuseUnheard(events, stamp)
  return { events, ...handOut(world, effects) }
}

const isRepeated = (world: World, { voice }: ArrivingInput): boolean =>
  voice !== undefined && world.voice?.id === voice.id && voice.n <= world.voice.n

const isForeign = ({ state }: World, input: ArrivingInput): boolean =>
  'leg' in input && !ofAnyLeg.has(input.type) && !state.legs.has(input.leg)

/** A leg begins with the first, and of its sound more is said after its end. */
const ofAnyLeg: ReadonlySet<Input['type']> = new Set<Input['type']>([
  'leg.arrived',
  'leg.measured',
  'media.faulted',
])

function noteVoice(world: World, input: ArrivingInput): void {
  if (input.type === 'voice.joined') world.voice = { id: input.id, n: 0 }
  if (input.voice) world.voice = input.voice
}

/** An ask that nobody took up is refused, so that the page can say so. */
function refuseUnheard(events: Event[], stamp: (fact: Fact) => Event): void {
  const [input, ...conclusions] = events
  if (!input || conclusions.length > 0) return
  if (input.type === 'agent.asked')
    events.push(
      stamp({
        type: 'ask.refused',
        agent: input.agent,
        ask: input.ask.ask,
        reason: 'not-possible-now',
      }),
    )
}

function handOut(world: World, effects: readonly Effect[]): Omit<Turn, 'events'> {
  const voice: NumberedEffect[] = []
  const timers: TimerEffect[] = []
  for (const effect of effects)
    if (effect.do === 'startTimer' || effect.do === 'stopTimer') timers.push(effect)
    else voice.push({ n: ++world.lastEffect, effect })
  return { voice, timers }
}

/** Plain JSON, and back. */
export const snapshotWorld = (world: World): unknown => ({
  ...world,
  state: snapshotState(world.state),
})

/** The boundary: a snapshot is only ever read back from what `snapshotWorld` gave. */
export const restoreWorld = (snapshot: unknown): World => {
  const world = structuredClone(snapshot) as WorldSnapshot
  return { ...world, state: restoreState(world.state) }
}

import type { VoiceFact } from '../../core/event.ts'
import type { LegId } from '../../core/names.ts'
import type { NumberedFact } from '../../server/link/frames.ts'
import type { CheckpointEntry, VoiceState } from './checkpoint-entry.ts'
import { foldEffect } from './fold-effect.ts'
import { changeLeg, endPlay, mutable, mutableList } from './leg-state.ts'

/** So many crashes are remembered. */
const mostCrashes = 10

export const emptyState = (): VoiceState => ({
  lastFact: 0,
  acknowledged: 0,
  lastEffect: 0,
  waiting: [],
  crashes: [],
  legs: new Map(),
  recordings: new Map(),
  bindings: new Map(),
})

/**
 * One entry more. The maps and lists of the previous state are changed in place and passed on: there is one line of
 * entries, and nobody looks back.
 */
export function foldEntry(state: VoiceState, entry: CheckpointEntry): VoiceState {
  switch (entry.entry) {
    case 'session':
      return entry.voice === state.voice ? state : { ...begin(state), voice: entry.voice }
    case 'resumed':
      return foldCrash(state, entry.at)
    case 'joined':
      return { ...state, journal: entry.journal }
    case 'fact':
      return keepFact(state, entry)
    case 'acknowledged':
      return forgetFacts(state, entry.n)
    case 'effect':
      return foldEffect({ ...state, lastEffect: entry.n }, entry.effect, entry.at)
    case 'signalling':
      return foldSignalling(state, entry.checkpoint)
    case 'endpoint':
      return changeLeg(state, entry.leg, { endpoint: entry.endpoint })
    case 'early':
      return changeLeg(state, entry.leg, { early: entry.sdp })
    case 'state':
      return readState(entry)
  }
}

function keepFact(state: VoiceState, { n, at, fact }: NumberedFact): VoiceState {
  mutableList(state.waiting).push({ n, at, fact })
  return foldFact({ ...state, lastFact: n }, fact)
}

function forgetFacts(state: VoiceState, upTo: number): VoiceState {
  const kept = state.waiting.findIndex(({ n }) => n > upTo)
  mutableList(state.waiting).splice(0, kept === -1 ? Infinity : kept)
  return { ...state, acknowledged: Math.max(state.acknowledged, upTo) }
}

/** A state as one entry, from which it can be folded again. */
export function storedState({ legs, recordings, bindings, ...rest }: VoiceState): CheckpointEntry {
  return {
    entry: 'state',
    ...rest,
    waiting: [...rest.waiting],
    legs: [...legs],
    recordings: [...recordings],
    bindings: [...bindings],
  }
}

function readState(entry: Extract<CheckpointEntry, { entry: 'state' }>): VoiceState {
  const [legs, bindings] = [new Map(entry.legs), new Map(entry.bindings)]
  return { ...entry, legs, recordings: new Map(entry.recordings), bindings }
}

/** Of a previous session only the softphones and the crashes are left. */
const begin = ({ bindings, crashes }: VoiceState): VoiceState => ({
  ...emptyState(),
  bindings,
  crashes,
})

function foldCrash(state: VoiceState, at: number): VoiceState {
  const { lastLeg, crashes, ...rest } = state
  const crash = { at, ...(lastLeg !== undefined && { leg: lastLeg }) }
  return { ...rest, crashes: [...crashes, crash].slice(-mostCrashes) }
}

function foldSignalling(
  state: VoiceState,
  checkpoint: Extract<CheckpointEntry, { entry: 'signalling' }>['checkpoint'],
): VoiceState {
  if ('agent' in checkpoint) {
    mutable(state.bindings).set(checkpoint.agent, checkpoint.binding)
    return state
  }
  // An INVITE is noted before its fact is.
  const { leg, dialog } = checkpoint
  if (!state.legs.has(leg)) mutable(state.legs).set(leg, { arrived: false })
  return changeLeg(state, leg, { dialog })
}

function foldFact(state: VoiceState, fact: VoiceFact): VoiceState {
  switch (fact.type) {
    case 'leg.arrived': {
      const known = state.legs.get(fact.leg)
      mutable(state.legs).set(fact.leg, {
        ...known,
        arrived: true,
        ...(fact.trunk !== undefined && { trunk: fact.trunk }),
      })
      return { ...state, lastLeg: fact.leg }
    }
    case 'leg.answered':
      return changeLeg(state, fact.leg, { isAnswered: true })
    case 'leg.ended':
      return endLeg(state, fact.leg)
    case 'leg.played':
      return endPlay(state, fact.leg, fact.play)
    case 'leg.digit': {
      const play = state.legs.get(fact.leg)?.play
      return play?.order.bargeIn ? endPlay(state, fact.leg, play.order.play) : state
    }
    case 'leg.answererDetected':
      return changeLeg(state, fact.leg, { detectAnswerer: undefined })
    case 'device.unregistered':
      mutable(state.bindings).delete(fact.agent)
      return state
    default:
      return state
  }
}

function endLeg(state: VoiceState, leg: LegId): VoiceState {
  mutable(state.legs).delete(leg)
  for (const [id, { order }] of state.recordings)
    if (![order.left, ...order.right].some((each) => state.legs.has(each)))
      mutable(state.recordings).delete(id)
  return { ...state, lastLeg: leg }
}

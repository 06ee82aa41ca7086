import type { VoiceFact } from '../../core/event.ts'
import type { LegId } from '../../core/names.ts'
import type { NumberedFact } from '../../server/link/life.ts'
import { foldEffect } from './fold-effect.ts'
import { changeLeg, endPlay, mutable, mutableList } from './leg-standing.ts'
import type { Note, Standing } from './note.ts'

/** So many deaths are remembered. */
const mostDeaths = 10

export const emptyStanding = (): Standing => ({
  ...{ lastFact: 0, acknowledged: 0, lastEffect: 0, waiting: [], deaths: [] },
  ...{ legs: new Map(), recordings: new Map(), bindings: new Map() },
})

/**
 * One note more. The maps and lists of the former standing are changed in place and passed on: there is one line of
 * notes, and nobody looks back.
 */
export function fold(standing: Standing, note: Note): Standing {
  switch (note.note) {
    case 'life':
      return note.voice === standing.voice ? standing : { ...begin(standing), voice: note.voice }
    case 'takenUp':
      return die(standing, note.at)
    case 'joined':
      return { ...standing, journal: note.journal }
    case 'fact':
      return keepFact(standing, note)
    case 'acknowledged':
      return forgetFacts(standing, note.n)
    case 'effect':
      return foldEffect({ ...standing, lastEffect: note.n }, note.effect, note.at)
    case 'memo':
      return foldMemo(standing, note.memo)
    case 'endpoint':
      return changeLeg(standing, note.leg, { endpoint: note.endpoint })
    case 'early':
      return changeLeg(standing, note.leg, { early: note.sdp })
    case 'standing':
      return readStanding(note)
  }
}

function keepFact(standing: Standing, { n, at, fact }: NumberedFact): Standing {
  mutableList(standing.waiting).push({ n, at, fact })
  return foldFact({ ...standing, lastFact: n }, fact)
}

function forgetFacts(standing: Standing, upTo: number): Standing {
  const kept = standing.waiting.findIndex(({ n }) => n > upTo)
  mutableList(standing.waiting).splice(0, kept === -1 ? Infinity : kept)
  return { ...standing, acknowledged: Math.max(standing.acknowledged, upTo) }
}

/** A standing as one note, from which it can be folded again. */
export function noteOf({ legs, recordings, bindings, ...rest }: Standing): Note {
  return {
    ...{ note: 'standing', ...rest, waiting: [...rest.waiting] },
    ...{ legs: [...legs], recordings: [...recordings], bindings: [...bindings] },
  }
}

function readStanding(note: Extract<Note, { note: 'standing' }>): Standing {
  const [legs, bindings] = [new Map(note.legs), new Map(note.bindings)]
  return { ...note, legs, recordings: new Map(note.recordings), bindings }
}

/** Of a former life only the softphones and the deaths are left. */
const begin = ({ bindings, deaths }: Standing): Standing => ({
  ...emptyStanding(),
  ...{ bindings, deaths },
})

function die(standing: Standing, at: number): Standing {
  const { inHand, deaths, ...rest } = standing
  const death = { at, ...(inHand !== undefined && { leg: inHand }) }
  return { ...rest, deaths: [...deaths, death].slice(-mostDeaths) }
}

function foldMemo(standing: Standing, memo: Extract<Note, { note: 'memo' }>['memo']): Standing {
  if ('agent' in memo) {
    mutable(standing.bindings).set(memo.agent, memo.binding)
    return standing
  }
  // An INVITE is noted before its fact is.
  const { leg, dialog } = memo
  if (!standing.legs.has(leg)) mutable(standing.legs).set(leg, { arrived: false })
  return changeLeg(standing, leg, { dialog })
}

function foldFact(standing: Standing, fact: VoiceFact): Standing {
  switch (fact.type) {
    case 'leg.arrived': {
      const known = standing.legs.get(fact.leg)
      mutable(standing.legs).set(fact.leg, {
        ...known,
        arrived: true,
        ...(fact.trunk !== undefined && { trunk: fact.trunk }),
      })
      return { ...standing, inHand: fact.leg }
    }
    case 'leg.answered':
      return changeLeg(standing, fact.leg, { isAnswered: true })
    case 'leg.ended':
      return endLeg(standing, fact.leg)
    case 'leg.played':
      return endPlay(standing, fact.leg, fact.play)
    case 'leg.digit': {
      const play = standing.legs.get(fact.leg)?.play
      return play?.order.bargeIn ? endPlay(standing, fact.leg, play.order.play) : standing
    }
    case 'leg.recognized':
      return changeLeg(standing, fact.leg, { recognize: undefined })
    case 'device.unregistered':
      mutable(standing.bindings).delete(fact.agent)
      return standing
    default:
      return standing
  }
}

function endLeg(standing: Standing, leg: LegId): Standing {
  mutable(standing.legs).delete(leg)
  for (const [id, { order }] of standing.recordings)
    if (![order.left, ...order.right].some((each) => standing.legs.has(each)))
      mutable(standing.recordings).delete(id)
  return { ...standing, inHand: leg }
}

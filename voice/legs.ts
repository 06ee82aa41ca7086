import type { HearingRow } from '../core/hearing.ts'
import type { LegId, TrunkId } from '../core/names.ts'
import type { Trunk } from '../core/trunk.ts'
import type { SipTerms } from '../media/endpoint/endpoint.ts'
import type { Signalling } from '../sip/signalling.ts'
import { type VoiceContext, VoiceLeg, type VoiceLegPhase } from './leg.ts'

/** All legs, from the first word about each until its `leg.ended`. */
export type VoiceLegs = {
  /** What they share. */
  readonly context: VoiceContext
  /** Sound is resumed before: each moment of waiting is silence on the line. */
  readonly setSignalling: (signalling: Signalling) => void
  /** A new leg, by its first phase; undefined when the leg is known already. */
  readonly open: (leg: LegId, phase: VoiceLegPhase, row?: HearingRow) => VoiceLeg | undefined
  readonly find: (leg: LegId) => VoiceLeg | undefined
  readonly all: () => readonly VoiceLeg[]
  /** Who hears whom: media forgets rows of legs that are not open. */
  readonly setRows: (rows: readonly HearingRow[]) => void
  /** What is spoken with the parties of each trunk; replaces what was said before. */
  readonly setTrunks: (trunks: readonly Trunk[]) => void
}

export function createVoiceLegs(
  rooms: Omit<VoiceContext, 'signalling' | 'termsOf' | 'rowsWith' | 'onGone'>,
): VoiceLegs {
  const legs = new Map<LegId, VoiceLeg>()
  let terms = new Map<TrunkId, SipTerms>()
  let signalling: Signalling | undefined
  const context: VoiceContext = {
    ...rooms,
    signalling() {
      if (!signalling) throw new Error('signalling is not open yet')
      return signalling
    },
    // Those of the installation where the trunk says nothing, or is none of ours.
    termsOf: (trunk) => (trunk && terms.get(trunk)) ?? {},
    rowsWith: (leg) =>
      [...legs.values()].flatMap(({ row }) => (row && isIn(leg, row) ? [row] : [])),
    onGone: (leg) => void legs.delete(leg),
  }
  return {
    context,
    setSignalling: (room) => void (signalling = room),
    open(id, phase, row) {
      if (legs.has(id)) return undefined
      const leg = new VoiceLeg(id, phase, context, row)
      legs.set(id, leg)
      return leg
    },
    find: (leg) => legs.get(leg),
    all: () => [...legs.values()],
    setRows(rows) {
      for (const row of rows) {
        const listener = legs.get(row[0])
        if (listener) listener.row = row
      }
    },
    setTrunks(trunks) {
      terms = new Map(trunks.map(({ id, codecs, srtp }) => [id, { codecs, srtp }]))
    },
  }
}

const isIn = (leg: LegId, [listener, sources]: HearingRow): boolean =>
  listener === leg || sources.some((source) => 'leg' in source && source.leg === leg)

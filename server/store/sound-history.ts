import type { Event } from '../../core/event.ts'
import type { LegQuality } from '../../core/leg-quality.ts'
import type { LegId } from '../../core/names.ts'
import { type Parties, stepParties } from '../../core/parties.ts'
import type { ReasonCode } from '../../core/reason-code.ts'

/** What was wrong with the sound of a contact; the leg is absent where it was a recording. */
type SoundFault = { readonly at: number; readonly reason: ReasonCode; readonly leg?: LegId }

/** How a contact sounded: who was on which leg, how well each was heard, and what went wrong. Plain JSON. */
export type SoundHistory = {
  readonly parties: Parties
  /** The last measurement of each leg, which is of its whole life. */
  readonly measured: Readonly<Record<LegId, LegQuality>>
  readonly faults: readonly SoundFault[]
}

export const noSound: SoundHistory = { parties: [], measured: {}, faults: [] }

/** What goes wrong again and again must not make a history endless. */
const mostFaults = 20

/** The same history where the event says nothing of sound. */
export function projectSound(history: SoundHistory, event: Event): SoundHistory {
  switch (event.type) {
    case 'leg.measured':
      return { ...history, measured: { ...history.measured, [event.leg]: event.quality } }
    case 'leg.mediaLost':
    case 'media.faulted': {
      const { at, reason } = event
      const leg = 'leg' in event ? { leg: event.leg } : {}
      return {
        ...history,
        faults: [...history.faults, { at, reason, ...leg }].slice(0, mostFaults),
      }
    }
    default: {
      const parties = stepParties(history.parties, event)
      return parties === history.parties ? history : { ...history, parties }
    }
  }
}

import type { Event } from '../../core/event.ts'
import type { LegQuality } from '../../core/leg-quality.ts'
import { type Parties, stepParties } from '../../core/parties.ts'
import type { LegId } from '../../core/names.ts'
import type { Slug } from '../../core/slug.ts'

/** What was wrong with the sound of a contact; the leg is absent where it was a recording. */
export type SoundFault = { readonly at: number; readonly reason: Slug; readonly leg?: LegId }

/** How a contact sounded: who was on which leg, how well each was heard, and what went wrong. Plain JSON. */
export type SoundStory = {
  readonly parties: Parties
  /** The last measurement of each leg, which is of its whole life. */
  readonly measured: Readonly<Record<LegId, LegQuality>>
  readonly faults: readonly SoundFault[]
}

export const silence: SoundStory = { parties: [], measured: {}, faults: [] }

/** What goes wrong again and again must not make a story endless. */
const mostFaults = 20

/** The same story where the event says nothing of sound. */
export function tellSound(story: SoundStory, event: Event): SoundStory {
  switch (event.type) {
    case 'leg.measured':
      return { ...story, measured: { ...story.measured, [event.leg]: event.quality } }
    case 'leg.mediaLost':
    case 'media.faulted': {
      const { at, reason } = event
      const leg = 'leg' in event ? { leg: event.leg } : {}
      return { ...story, faults: [...story.faults, { at, reason, ...leg }].slice(0, mostFaults) }
    }
    default: {
      const parties = stepParties(story.parties, event)
      return parties === story.parties ? story : { ...story, parties }
    }
  }
}

import type { LegId, RecordingId } from '../../core/names.ts'
import type { SpeechShare } from '../../core/sound.ts'
import type { MediaFact } from '../facts.ts'

/** What the engine says, but for packets: these go straight to `Transmit`, fifty in a second for each leg. */
export type EngineOutput = EngineFact | RecordedPiece

export type EngineFact = Exclude<MediaFact, { type: 'recording.ended' | 'leg.stranded' }>

/** A piece of a recording, in order: interleaved stereo samples at 8 kHz. */
type RecordedPiece = {
  readonly type: 'recording.piece'
  readonly recording: RecordingId
  readonly samples: Int16Array
  /** It is the last one. */
  readonly ended: boolean
  /** Who spoke in all of it; with the last one. */
  readonly speech?: SpeechShare | undefined
}

/** What a leg's parts say to the engine, which hands all on but the fault: that ends the leg's sound. */
export type LegOutput = EngineFact | LegFailed

type LegFailed = { readonly type: 'leg.failed'; readonly leg: LegId; readonly error: unknown }

export type EmitFromLeg = (output: LegOutput) => void

import type { MessagePort } from 'node:worker_threads'
import type { RecordingId } from '../../core/names.ts'
import type { SpeechShare } from '../../core/sound.ts'
import type { MediaFact } from '../facts.ts'

/** A piece of one recording, from an engine thread to the recorder. */
export type Piece = {
  readonly recording: RecordingId
  /** Where it stands on the recording's time line, in samples of one side. */
  readonly position: number
  /** Interleaved: left, right. */
  readonly samples: Int16Array
  /** It is the last one. */
  readonly ended: boolean
  readonly speech?: SpeechShare
}

/** One engine thread's end of its line to the recorder. */
export type RecorderLine = {
  readonly port: MessagePort
  /** One Int32 in shared memory: how many pieces the recorder has dealt with. */
  readonly handled: Int32Array
}

/** From the voice process's main thread to the recorder. */
export type RecorderOrder =
  | ({ readonly do: 'connect' } & RecorderLine)
  /** Files that a crash cut off are finished, but for those of recordings that go on. */
  | { readonly do: 'mend'; readonly goOn: readonly RecordingId[] }
  /** Answered by `stopped` when all lines are closed and all files are finished. */
  | { readonly do: 'stop' }

/** And back. */
export type RecorderReport = { readonly type: 'stopped' } | RecorderFact

export type RecorderFact = Extract<MediaFact, { type: 'recording.ended' | 'media.faulted' }>

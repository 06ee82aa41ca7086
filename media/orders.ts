import type { LegId } from '../core/names.ts'
import type { Address } from './engine/latch.ts'
import type { Terms } from './engine/terms.ts'
import type { EngineEffect, MediaFact } from './media.ts'
import type { PromptLibrary } from './prompt-library.ts'

/** What an engine thread is started with. */
export type EngineSettings = {
  readonly host: string
  readonly rtpPortMin: number
  readonly rtpPortMax: number
  readonly dataDir: string
  readonly prompts: PromptLibrary
}

/** Where a party wants RTCP; `mux`: on the RTP port, RFC 5761. */
export type RtcpPath = { readonly to: Address; readonly mux: boolean }

/** From the voice process's main thread to an engine thread; done in order. */
export type EngineOrder =
  /** Answered by `opened` or `refused`. */
  | { readonly do: 'open'; readonly leg: LegId }
  | { readonly do: 'agree'; readonly leg: LegId; readonly terms: Terms; readonly rtcp?: RtcpPath }
  | { readonly do: 'close'; readonly leg: LegId }
  /** Ends all; answered by `stopped` when the recordings are written. */
  | { readonly do: 'stop' }
  | EngineEffect

/** And back. */
export type EngineReport =
  /** The thread runs: the first report. */
  | { readonly type: 'ready' }
  | { readonly type: 'opened'; readonly leg: LegId; readonly port: number; readonly ssrc: number }
  /** No free port, or the leg was closed meanwhile. */
  | { readonly type: 'refused'; readonly leg: LegId; readonly why: string }
  | { readonly type: 'stopped' }
  | MediaFact

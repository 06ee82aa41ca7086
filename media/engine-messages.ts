import type { LegId, PromptId } from '../core/names.ts'
import type { NegotiatedMedia, RtcpPath } from './engine/negotiated-media.ts'
import type { NetworkFigures } from './engine/network-figures.ts'
import type { EngineEffect, MediaFact } from './facts.ts'
import type { PacketKind } from './packets/open-packet-ports.ts'
import type { RecorderLine } from './recording/recorder-frames.ts'
import type { SrtpKeys } from './srtp/srtp-session.ts'

/** What an engine thread is started with. */
export type EngineSettings = {
  readonly host: string
  readonly rtpPortMin: number
  readonly rtpPortMax: number
  readonly packets: PacketKind
  readonly silenceSeconds: number | undefined
  /** Sounds in memory that all threads share. */
  readonly prompts: ReadonlyMap<PromptId, Int16Array>
}

/** From the voice process's main thread to an engine thread; done in order. */
export type EngineOrder =
  /** So many pairs of ports more are opened beforehand; answered by `stocked`. */
  | { readonly do: 'stock'; readonly pairs: number }
  /** The leg gets a pair from the stock. */
  | { readonly do: 'open'; readonly leg: LegId; readonly port: number }
  /** The leg gets the pair that it had in a process that died; answered by `reopened`. */
  | { readonly do: 'reopen'; readonly leg: LegId; readonly port: number }
  | {
      readonly do: 'apply'
      readonly leg: LegId
      readonly negotiated: NegotiatedMedia
      readonly rtcp?: RtcpPath
      /** The party's RTP is SRTP. */
      readonly srtp?: SrtpKeys
    }
  /** The network beyond the relay that stands before a party. */
  | { readonly do: 'measured'; readonly leg: LegId; readonly network: NetworkFigures }
  | { readonly do: 'close'; readonly leg: LegId }
  /** A new sound, or another one in its place; who hears the former one hears it to its end. In shared memory. */
  | { readonly do: 'learn'; readonly prompt: PromptId; readonly sound: Int16Array }
  | { readonly do: 'forget'; readonly prompt: PromptId }
  /** Where recordings go from now on; the port is transferred. */
  | { readonly do: 'recordTo'; readonly line: RecorderLine }
  /** Ends all; answered by `stopped` when the recordings are handed over. */
  | { readonly do: 'stop' }
  | EngineEffect

/** A leg's end of the wire: its RTP port, and the SSRC of all that is sent from there. */
export type EnginePort = { readonly port: number; readonly ssrc: number }

/** And back. */
export type EngineReport =
  /** The thread runs: the first report. `why` tells why the sockets are not the wanted ones. */
  | { readonly type: 'ready'; readonly packets: PacketKind; readonly why?: string }
  /** Fewer than `wanted` with the reason. */
  | {
      readonly type: 'stocked'
      readonly wanted: number
      readonly pairs: readonly EnginePort[]
      readonly why?: string
    }
  /** Without `end` the port is not to be had. */
  | { readonly type: 'reopened'; readonly leg: LegId; readonly end?: EnginePort }
  | { readonly type: 'stopped' }
  | MediaFact

import type { Ban } from '../../edge/guard/guard.ts'

/** The processes that the launcher starts; a process's title is `callwright-<name>`. */
export type ProcessName = 'edge' | 'voice' | 'centre'

/** What a process without a door of its own lets the centre tell. */
export type ProcessFigures = {
  /** In the text format of Prometheus; its names are this process's alone. */
  readonly metrics: string
  /** Of the edge. */
  readonly bans?: readonly Ban[]
}

/** From the launcher to a process, over Node's IPC channel. */
export type ProcessOrder =
  /** To a spare: the process that it stands by for has died, and the spare takes its place. */
  | { readonly order: 'takeOver' }
  /** Take no new calls; exit with 0 when the present ones are over. */
  | { readonly order: 'drain' }
  /** End now, tidily. */
  | { readonly order: 'stop' }
  /** To the centre: what another process counts. */
  | { readonly order: 'figures'; readonly of: ProcessName; readonly figures: ProcessFigures }
  /** To the edge: that source is not banned any more. */
  | { readonly order: 'lift'; readonly source: string }

/** From a process to the launcher. */
export type ProcessNotice =
  /** Of a spare: it could take over now. */
  | { readonly notice: 'prepared' }
  /** Its ports are open and its work can begin. */
  | { readonly notice: 'ready' }
  /** While draining: how many legs are still there. */
  | { readonly notice: 'draining'; readonly legs: number }
  /** What it counts, every few seconds: for the centre. */
  | { readonly notice: 'figures'; readonly figures: ProcessFigures }
  /** Of the centre: somebody lifts a ban of the edge. */
  | { readonly notice: 'lift'; readonly source: string }
  /** It ends with `faultExitCode`, because of something that only the engineer can mend. */
  | { readonly notice: 'fault'; readonly sentence: string }

/** The argument that makes a process a spare. */
export const spareArgument = '--spare'

/** EX_CONFIG of sysexits(3): starting again does not help. */
export const faultExitCode = 78

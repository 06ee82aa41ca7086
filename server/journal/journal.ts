import type { Event } from '../../core/event.ts'

/** What the stream had led to when event `seq` was its last; `state` is plain JSON. */
export type Snapshot = { readonly seq: number; readonly state: unknown }

/** How a snapshot is kept: with the hash of event `seq`, by which another stream of that length is known. */
export type KeptSnapshot = Snapshot & { readonly hash?: string }

/** The one stream of events, kept. One writer; readers may come at any time. */
export type Journal = {
  /** Random, made with the stream, and as long-lived: another stream has another name. */
  readonly name: string
  /** `seq` of the last event; 0 when there is none. */
  readonly lastSeq: number
  /** The hash of the last event (chain.ts); undefined when there is none, or it is older than the chain. */
  readonly head: string | undefined
  /**
   * Takes the events of whole turns, which must follow `lastSeq` without a gap. They outlive this process once
   * it returned undefined, or once the promise is kept. Throws, or rejects, when they could not be kept: then
   * the writer has to stop, for the stream no longer says what happened.
   */
  append(events: readonly Event[]): Promise<void> | undefined
  /** Events above `afterSeq` in order, in the shape of today (former.ts). Throws JournalError where the stream is broken. */
  read(afterSeq: number): AsyncIterable<Event>
  /** Reads the state before it returns, so that it may change meanwhile. */
  saveSnapshot(snapshot: Snapshot): Promise<void>
  /** The newest that can be read and that the stream has reached. */
  loadSnapshot(): Promise<Snapshot | undefined>
  close(): Promise<void>
}

/** An event as it was found, or `tornBytes` that stand after the last line and are no whole event. */
export type FoundEntry = {
  /** File and line, or key and id. */
  readonly place: string
  /** Undefined for what does not begin as an event. */
  readonly seq?: number
  readonly text: Buffer
  readonly hash?: string
  readonly tornBytes?: number
}

/** A journal to look at, also while a centre writes it. */
export type JournalReader = {
  /** The folder, or the server. */
  readonly place: string
  readonly name: string
  /** Throws JournalError where the stream is broken. */
  readonly read: (afterSeq: number) => AsyncIterable<Event> | Iterable<Event>
  /** All of it, as it stands there. */
  entries(): AsyncIterable<FoundEntry>
  snapshots(): Promise<readonly Pick<KeptSnapshot, 'seq' | 'hash'>[]>
  /** After which event each of its parts begins, the newest first. */
  readonly parts: readonly number[]
  close(): Promise<void>
}

/** The stored stream is not what a journal wrote: a gap, or a line that cannot be read. */
export class JournalError extends Error {
  override readonly name = 'JournalError'
}

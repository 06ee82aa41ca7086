import type { Writing } from './dialog.ts'

/*
 * Our end of a dialog: tag, From and CSeq of the requests that we send, RFC 3261 section 12.2.1.1.
 */

/** The application chose its own tag. */
export function retag(dialog: Writing<'localTag' | 'local'>, localTag: string): void {
  dialog.local = dialog.local.replace(dialog.localTag, localTag)
  dialog.localTag = localTag
}

/** A request of ours bears that number: the next one bears a higher one. */
export function useSeq(dialog: Writing<'localSeq'>, cseq: number): void {
  dialog.localSeq = Math.max(dialog.localSeq, cseq)
}

/** The number of the next request. */
export function nextSeq(dialog: Writing<'localSeq'>): number {
  dialog.localSeq += 1
  return dialog.localSeq
}

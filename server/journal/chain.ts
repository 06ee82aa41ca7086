import { hash } from 'node:crypto'
import type { Event } from '../../core/event.ts'

// Each event bears a hash of itself and of all before it (docs/decisions/009-journal-hash-chain.md):
//
//   hash 0 = SHA-256(name of the journal)        hash n = SHA-256(hash n-1, text n)
//
// Hashes are 64 lower-case hex digits, hashed as those digits; the text is the event's JSON in UTF-8 as it is kept.

/** What the first event follows. Journals have different names, so none continues another. */
export const chainStart = (name: string): string => hash('sha256', name)

/** `text`: of the event, or its bytes. */
export const chainHash = (previous: string, text: string | Buffer): string =>
  hash('sha256', typeof text === 'string' ? previous + text : joined(previous, text))

const joined = (previous: string, text: Buffer): Buffer =>
  Buffer.concat([Buffer.from(previous, 'latin1'), text])

/** The canonical form: JSON with `seq` first, so that a reader can skip without parsing. */
const textOf = ({ seq, ...rest }: Event): string => JSON.stringify({ seq, ...rest })

/** An event as it is kept. */
export type ChainedText = { readonly text: string; readonly hash: string }

/** Chains events to the one with the hash `previous`; `head` is the hash of the last. */
export function chainEvents(
  previous: string,
  events: readonly Event[],
): { readonly chained: ChainedText[]; readonly head: string } {
  let head = previous
  const chained = events.map((event) => {
    const text = textOf(event)
    head = chainHash(head, text)
    return { text, hash: head }
  })
  return { chained, head }
}

/** The `seq` that a text begins with; undefined for what is no event. */
export function seqOf(text: Buffer): number | undefined {
  const digits = /^\{"seq":(\d{1,15}),/.exec(text.toString('latin1', 0, 32))?.[1]
  return digits === undefined ? undefined : Number(digits)
}

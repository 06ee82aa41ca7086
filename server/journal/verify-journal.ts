import { ChainCheck, type ChainFault, type FoundEntry, type Proven } from './chain-check.ts'
import type { StoredJournal } from './stored-journal.ts'

/** What is proven, and the first thing that is wrong. */
export type Verdict = Proven & { readonly fault?: ChainFault }

/** Follows the chain from its beginning. `noted`: a hash that was noted elsewhere, and must be in the chain. */
export async function verifyJournal(journal: StoredJournal, noted?: string): Promise<Verdict> {
  // Before the entries: what a snapshot knows is in the stream already.
  const snapshots = await journal.snapshots()
  const { name } = journal
  const check = new ChainCheck({ name, snapshots, ...(noted !== undefined && { noted }) })
  const entries = journal.entries()
  const fault = await firstFault(entries, check)
  return { ...check.proven(), ...(fault && { fault }) }
}

async function firstFault(
  entries: AsyncGenerator<FoundEntry>,
  check: ChainCheck,
): Promise<ChainFault | undefined> {
  for (let next = await entries.next(); !next.done; next = await entries.next()) {
    const fault = check.take(next.value)
    if (fault?.kind === 'missing') return missingOrLater(fault, entries)
    if (fault) return fault
  }
  return check.end()
}

/** What is missing here may stand later. */
async function missingOrLater(
  fault: ChainFault,
  rest: AsyncGenerator<FoundEntry>,
): Promise<ChainFault> {
  for await (const { seq, place } of rest)
    if (seq === fault.seq) return { ...fault, kind: 'out-of-order', instead: place }
  return fault
}

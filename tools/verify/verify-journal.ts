import { ChainCheck, type ChainFault, type ProvenChain } from '../../server/journal/chain-check.ts'
import type { JournalReader } from '../../server/journal/journal.ts'

/** What is proven, and the first thing that is wrong. */
export type JournalVerdict = ProvenChain & { readonly fault?: ChainFault }

/** Follows the chain from its beginning. `noted`: a hash that was noted elsewhere, and must be in the chain. */
export async function verifyJournal(
  journal: JournalReader,
  noted?: string,
): Promise<JournalVerdict> {
  // Before the entries: what a snapshot knows is in the stream already.
  const snapshots = await journal.snapshots()
  const { name } = journal
  const check = new ChainCheck({ name, snapshots, ...(noted !== undefined && { noted }) })
  const fault = await firstFault(journal, check)
  return { ...check.proven(), ...(fault && { fault }) }
}

async function firstFault(
  journal: JournalReader,
  check: ChainCheck,
): Promise<ChainFault | undefined> {
  let missing: ChainFault | undefined
  for await (const entry of journal.entries()) {
    // What is missing may stand later.
    if (missing && entry.seq === missing.seq)
      return { ...missing, kind: 'out-of-order', instead: entry.place }
    const fault = missing ?? check.take(entry)
    if (fault && fault.kind !== 'missing') return fault
    missing = fault
  }
  return missing ?? check.end()
}

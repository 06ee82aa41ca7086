import type { Server } from '../queue.ts'

/** Whoever has been free the longest; the smaller number wins a tie. */
export function longestIdle(candidates: readonly Server[]): Server | undefined {
  return [...candidates].sort(
    (one, other) => one.idleSince - other.idleSince || (one.agent < other.agent ? -1 : 1),
  )[0]
}

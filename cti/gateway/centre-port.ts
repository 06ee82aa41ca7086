import type { Ask } from '../../core/event.ts'
import type { AgentId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { Board, Changed } from '../board/board.ts'

/** What pages need of the centre; whoever starts the gateway connects the two. */
export type CentrePort = {
  /** Resolves with the reason of a refusal. Rejects for a bug, which the centre has noted. */
  ask(agent: AgentId, ask: Ask): Promise<ReasonCode | undefined>
  /** The person's desk page has come, or has gone. Never throws. */
  report(presence: 'agent.appeared' | 'agent.vanished', agent: AgentId): void
  /** Changes in place, between two calls of a listener. */
  board(): Board
  /** `at`: when the first of the changes happened, ms. Returns how to stop listening. */
  subscribe(listener: (changed: Changed, at: number | undefined) => void): () => void
}

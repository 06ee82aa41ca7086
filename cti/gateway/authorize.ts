import type { Ask } from '../../core/event.ts'
import type { AgentId } from '../../core/names.ts'
import type { Viewer } from '../publish.ts'

// What a page may ask for by `/cti`. Whether it makes sense now is the contact's or the agent's to say, in core/.
// What a request of REST may is in server/http/authorize.ts.

/** What only a supervisor asks, and not for himself. */
const supervising: ReadonlySet<Ask['ask']> = new Set(['switchQueue', 'cancelCallback'])

/** Who asks, when he may: at his desk for himself, as a supervisor also from the board. */
export function authorize({ who, topic }: Viewer, { ask }: Ask): AgentId | undefined {
  if (who.kind !== 'person') return undefined
  const may = supervising.has(ask) ? who.role !== 'agent' : topic === 'desk'
  return may ? who.id : undefined
}

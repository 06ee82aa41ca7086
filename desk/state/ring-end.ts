import type { ContactId } from '../../core/names.ts'
import type { AgentView } from '../../cti/protocol.ts'

/** The colleague who took the call that rang here too; undefined when it ended otherwise. */
export const answererOf = (
  rang: ContactId,
  me: AgentView,
  agents: readonly AgentView[],
): AgentView | undefined =>
  agents.find(({ id, contact, state }) => id !== me.id && contact === rang && state === 'talking')

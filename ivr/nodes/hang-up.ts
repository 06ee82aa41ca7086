import { z } from 'zod'
import { label, type NodeKind } from './node.ts'
import { promptPieces } from './prompt-piece.ts'

const schema = z.strictObject({
  kind: z.literal('hangUp'),
  label,
  prompts: promptPieces,
  /** The final response where the call is not answered yet, RFC 3261 section 21. */
  status: z.literal([404, 410, 480, 603]).optional(),
})

/** Says goodbye and ends the call; a call that is not answered yet is refused. */
export const hangUp: NodeKind<z.infer<typeof schema>> = {
  kind: 'hangUp',
  schema,
  exits: () => [],
  says: (node) => node.prompts,
  enter: (node) => ({ play: node.prompts }),
  onInput: ({ status }, input) =>
    input.type === 'played'
      ? { leave: { outcome: 'ended-in-flow', ...(status && { status }) } }
      : {},
}

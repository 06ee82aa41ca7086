import { z } from 'zod'
import { type Kind, label } from './node.ts'
import { spoken } from './spoken.ts'

const schema = z.strictObject({
  kind: z.literal('hangUp'),
  label,
  prompts: spoken,
  /** The final response where the call is not answered yet, RFC 3261 section 21. */
  status: z.literal([404, 410, 480, 603]).optional(),
})

/** Says goodbye and ends the call; a call that is not answered yet is refused. */
export const hangUp: Kind<z.infer<typeof schema>> = {
  kind: 'hangUp',
  schema,
  exits: () => [],
  says: (node) => node.prompts,
  enter: (node) => ({ play: node.prompts }),
  hear: ({ status }, happening) =>
    happening.type === 'played'
      ? { leave: { outcome: 'ended-in-flow', ...(status && { status }) } }
      : {},
}

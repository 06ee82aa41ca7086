import { z } from 'zod'
import { type Kind, label, prompts } from './node.ts'

const schema = z.strictObject({ kind: z.literal('hangUp'), label, prompts })

/** Says goodbye and ends the call. */
export const hangUp: Kind<z.infer<typeof schema>> = {
  kind: 'hangUp',
  schema,
  exits: () => [],
  enter: (node) => ({ play: node.prompts }),
  hear: (_node, happening) =>
    happening.type === 'played' ? { leave: { outcome: 'ended-in-flow' } } : {},
}

import { z } from 'zod'
import { type Kind, label } from './node.ts'
import { spoken } from './spoken.ts'

const schema = z.strictObject({ kind: z.literal('hangUp'), label, prompts: spoken })

/** Says goodbye and ends the call. */
export const hangUp: Kind<z.infer<typeof schema>> = {
  kind: 'hangUp',
  schema,
  exits: () => [],
  says: (node) => node.prompts,
  enter: (node) => ({ play: node.prompts }),
  hear: (_node, happening) =>
    happening.type === 'played' ? { leave: { outcome: 'ended-in-flow' } } : {},
}

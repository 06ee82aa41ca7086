import { z } from 'zod'
import { type NodeKind, label, language, nodeName } from './node.ts'

const schema = z.strictObject({ kind: z.literal('speak'), label, language, next: nodeName })

/** From here on the caller is spoken to in this language. */
export const speak: NodeKind<z.infer<typeof schema>> = {
  kind: 'speak',
  schema,
  exits: (node) => [node.next],
  enter: (node) => ({ language: node.language, next: node.next }),
  onInput: () => ({}),
}

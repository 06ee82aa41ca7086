import { z } from 'zod'
import { label, languageName, type NodeKind, nodeName } from './node.ts'

const schema = z.strictObject({
  kind: z.literal('language'),
  label,
  language: languageName,
  next: nodeName,
})

/** From here on the caller is spoken to in this language. */
export const language: NodeKind<z.infer<typeof schema>> = {
  kind: 'language',
  schema,
  exits: (node) => [node.next],
  enter: (node) => ({ language: node.language, next: node.next }),
  onInput: () => ({}),
}

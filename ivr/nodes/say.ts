import { z } from 'zod'
import { label, type NodeKind, nodeName } from './node.ts'
import { promptPieces } from './prompt-piece.ts'

const schema = z.strictObject({
  kind: z.literal('say'),
  label,
  prompts: promptPieces,
  next: nodeName,
})

/** Plays prompts to the end, then goes on. */
export const say: NodeKind<z.infer<typeof schema>> = {
  kind: 'say',
  schema,
  exits: (node) => [node.next],
  says: (node) => node.prompts,
  enter: (node) => ({ play: node.prompts }),
  onInput: (node, input) => (input.type === 'played' ? { next: node.next } : {}),
}

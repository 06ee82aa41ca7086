import { z } from 'zod'
import { type Kind, label, nodeName, prompts } from './node.ts'

const schema = z.strictObject({ kind: z.literal('say'), label, prompts, next: nodeName })

/** Plays prompts to the end, then goes on. */
export const say: Kind<z.infer<typeof schema>> = {
  kind: 'say',
  schema,
  exits: (node) => [node.next],
  enter: (node) => ({ play: node.prompts }),
  hear: (node, happening) => (happening.type === 'played' ? { next: node.next } : {}),
}

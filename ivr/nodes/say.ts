import { z } from 'zod'
import { type Kind, label, nodeName } from './node.ts'
import { spoken } from './spoken.ts'

const schema = z.strictObject({ kind: z.literal('say'), label, prompts: spoken, next: nodeName })

/** Plays prompts to the end, then goes on. */
export const say: Kind<z.infer<typeof schema>> = {
  kind: 'say',
  schema,
  exits: (node) => [node.next],
  says: (node) => node.prompts,
  enter: (node) => ({ play: node.prompts }),
  hear: (node, happening) => (happening.type === 'played' ? { next: node.next } : {}),
}

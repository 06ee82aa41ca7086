import { z } from 'zod'
import { type Kind, label, type Move, nodeName, prompts } from './node.ts'

const schema = z.strictObject({
  kind: z.literal('menu'),
  label,
  prompts,
  /** Key to node: `{"1": "sales"}`. */
  keys: z.record(z.string().regex(/^[0-9*#]$/), nodeName),
  /** Said when a key leads nowhere. */
  invalid: z.string().default('invalid'),
  timeoutSeconds: z.number().positive().max(60),
  /** How often the menu is said before the caller goes `otherwise`. */
  tries: z.number().int().min(1).max(10),
  otherwise: nodeName,
})

type Menu = z.infer<typeof schema>

/** Says what can be pressed and goes where the key leads; a key may be pressed while the prompt plays. */
export const menu: Kind<Menu> = {
  kind: 'menu',
  schema,
  exits: (node) => [...Object.values(node.keys), node.otherwise],
  enter: (node) => ({ play: node.prompts }),
  hear(node, happening, tries) {
    switch (happening.type) {
      case 'played':
        return { waitSeconds: node.timeoutSeconds }
      case 'timedOut':
        return again(node, tries, node.prompts)
      case 'digit': {
        const pressed = { hush: true, pressed: happening.digit }
        const next = node.keys[happening.digit]
        if (next !== undefined) return { ...pressed, next }
        return { ...pressed, ...again(node, tries, [node.invalid, ...node.prompts]) }
      }
    }
  },
}

const again = (node: Menu, tries: number, play: readonly string[]): Move =>
  tries + 1 < node.tries ? { play, tries: tries + 1 } : { next: node.otherwise }
